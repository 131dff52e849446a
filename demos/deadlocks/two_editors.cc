// SPDX-License-Identifier: Apache-2.0
//
// Two readers want to become writers, and each waits politely until the other has finished reading.
//
// Two editors read the same page, as they may. Both find the same mistake and want to correct it, so each asks for the page alone,
// and keeps a finger on the line meanwhile. The page is given to a writer when no *other* reader is left. Each of the two is
// the last reader that the other waits for.
//
// The lock here can do what std::shared_mutex cannot (deadlocks/price_list): a reader may become a writer without letting go.
// With one such reader it works, in every test. With two it never can, in any such lock, since neither will let go first; which
// is why those that are made with care (boost::upgrade_mutex) have a third way to enter, for *one* reader who may upgrade.
//
//   unsafe  both ask to write while they still read.
//   safe    who might write says so from the start, and takes the page alone. Those who only read still share it.
//
// VERDICT unsafe tsan: misses deadlock -- nobody holds a mutex, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- nobody holds a mutex
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <condition_variable>
#include <mutex>
#include <string>

#include "demos/stage/stage.h"

namespace {

// Many readers or one writer; and a reader may become the writer.
class PageLock {
 public:
  void Read() {
    std::unique_lock hold(mutex_);
    somebody_left_.wait(hold, [this] { return !writing_; });
    ++readers_;
  }
  void StopReading() {
    std::lock_guard hold(mutex_);
    --readers_;
    somebody_left_.notify_all();
  }
  // For one who reads: waits for the others, and is a reader again after StopWriting().
  void Upgrade() {
    std::unique_lock hold(mutex_);
    somebody_left_.wait(hold, [this] { return !writing_ && readers_ == 1; });
    writing_ = true;
  }
  void Write() {
    std::unique_lock hold(mutex_);
    somebody_left_.wait(hold, [this] { return !writing_ && readers_ == 0; });
    writing_ = true;
  }
  void StopWriting() {
    std::lock_guard hold(mutex_);
    writing_ = false;
    somebody_left_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable somebody_left_;
  int readers_ = 0;
  bool writing_ = false;
};

struct Page {
  PageLock lock;
  std::string text = "teh end";  // guarded by lock
  stage::Cue ann_reads{"Ann reading"}, ben_reads{"Ben reading"};
};

}  // namespace

namespace unsafe {

void Correct(Page& page, const char* who, stage::Cue& reads, const stage::Cue& other_reads) {
  page.lock.Read();
  stage::Tell("%s reads: \"%s\".", who, page.text.c_str());
  reads.Give();
  other_reads.Await();
  stage::Tell("%s wants to correct it, with a finger still on the line.", who);
  page.lock.Upgrade();  // <- deadlock
  page.text = "the end";
  page.lock.StopWriting();
  page.lock.StopReading();
  stage::Show(false, "%s has corrected it.", who);
}

}  // namespace unsafe

namespace safe {

void Correct(Page& page, const char* who, stage::Cue& reads, const stage::Cue& other_reads) {
  reads.Give();
  other_reads.Await();
  page.lock.Write();
  stage::Tell("%s takes the page alone, and reads: \"%s\".", who, page.text.c_str());
  page.text = "the end";
  page.lock.StopWriting();
}

}  // namespace safe

int main() {
  Page page;
  stage::Cast cast;
  cast.Enter("Ann", [&] { VARIANT::Correct(page, "Ann", page.ann_reads, page.ben_reads); });
  cast.Enter("Ben", [&] { VARIANT::Correct(page, "Ben", page.ben_reads, page.ann_reads); });
}
