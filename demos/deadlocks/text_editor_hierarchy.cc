// SPDX-License-Identifier: Apache-2.0
//
// The third cure, a hierarchy: locks have levels, a thread may only go down, and three layers that call each other do not.
//
// A larger editor has layers. On top is the document with its window, below it the file on disk, below that the cloud. Each
// layer has a lock and knows nothing of the others' locks, as it should be. Showing and saving goes down: document, file.
// Uploading goes down: file, cloud. Then somebody adds a friendly detail: when the cloud has news, it calls back and lets
// the document show a note. The cloud calls under its own lock, so this one road goes *up*, from the lowest level to the
// highest, and the three roads form a circle:
//
//   save:    document -> file
//   upload:             file -> cloud
//   news:                       cloud -> document
//
// No two of these threads can block each other. It takes all three, each with one lock in hand, so nobody ever sees it in a
// test. And no pair of lines in the program looks wrong; you have to see three files at once.
//
// A hierarchy makes the rule local. Each lock gets a level, and whoever takes a lock must hold only higher ones. That can be
// checked in one thread, at every single lock, without any knowledge of the rest: the first upward step is caught on its
// first run, whether or not anybody else is around. The cure for the callback itself is old advice: never call strangers
// while you hold a lock. Take the news under the lock, let go, then call.
//
//   unsafe  calls the document from under the cloud lock. The three play one after the other: a lucky run.
//   safe    LevelMutex checks the level at every lock; the cloud lets go before it calls back.
//
// LESSON: How to Prevent Deadlocks (Lock Hierarchy)
// VERDICT unsafe tsan: lock-order-inversion
// VERDICT unsafe snarl: lock-order-inversion
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <limits>
#include <utility>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

struct Editor {
  snarl::mutex document{"document"};
  snarl::mutex file{"file"};
  snarl::mutex cloud{"cloud"};
};

void ShowNote(Editor& editor) {
  snarl::lock_guard hold_document(editor.document);  // <- lock-order-inversion
  stage::Tell("The document shows a note");
}

void Save(Editor& editor) {
  snarl::lock_guard hold_document(editor.document);
  snarl::lock_guard hold_file(editor.file);  // <- lock-order-inversion
  stage::Tell("Save: the document is in the file");
}

void Upload(Editor& editor) {
  snarl::lock_guard hold_file(editor.file);
  snarl::lock_guard hold_cloud(editor.cloud);  // <- lock-order-inversion
  stage::Tell("Upload: the file is in the cloud");
}

void News(Editor& editor) {
  snarl::lock_guard hold_cloud(editor.cloud);
  stage::Tell("News from the cloud, calling the document...");
  ShowNote(editor);
}

}  // namespace unsafe

namespace safe {

// A mutex with a level. Each thread remembers the level of the lock it took last; the next one must be lower.
class SNARL_CAPABILITY("mutex") LevelMutex {
 public:
  LevelMutex(const char* name, int level) : mutex_(name), name_(name), level_(level) {}

  void lock() SNARL_ACQUIRE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (level_ >= current_level) stage::Show(false, "Wrong way up: \"%s\" is above what this thread holds.", name_);
    mutex_.lock();
    level_above_ = std::exchange(current_level, level_);
  }
  void unlock() SNARL_RELEASE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    current_level = level_above_;
    mutex_.unlock();
  }

 private:
  static inline thread_local int current_level = std::numeric_limits<int>::max();

  snarl::mutex mutex_;
  const char* const name_;
  const int level_;
  int level_above_ = 0;  // guarded by mutex_
};

struct Editor {
  LevelMutex document{"document", 3};
  LevelMutex file{"file", 2};
  LevelMutex cloud{"cloud", 1};
};

void ShowNote(Editor& editor) {
  snarl::lock_guard hold_document(editor.document);
  stage::Tell("The document shows a note");
}

void Save(Editor& editor) {
  snarl::lock_guard hold_document(editor.document);
  snarl::lock_guard hold_file(editor.file);
  stage::Tell("Save: the document is in the file");
}

void Upload(Editor& editor) {
  snarl::lock_guard hold_file(editor.file);
  snarl::lock_guard hold_cloud(editor.cloud);
  stage::Tell("Upload: the file is in the cloud");
}

void News(Editor& editor) {
  {
    snarl::lock_guard hold_cloud(editor.cloud);
    stage::Tell("News from the cloud: taken along, the cloud lock is free again");
  }
  ShowNote(editor);
}

}  // namespace safe

int main() {
  VARIANT::Editor editor;
  stage::Cue all_here, saved("the save"), uploaded("the upload");
  stage::Cast cast;
  cast.Enter("save", [&] {
    all_here.Await();
    VARIANT::Save(editor);
    saved.Give();
  });
  cast.Enter("upload", [&] {
    saved.Await();
    VARIANT::Upload(editor);
    uploaded.Give();
  });
  cast.Enter("news", [&] {
    all_here.Give();
    uploaded.Await();
    VARIANT::News(editor);
  });
}
