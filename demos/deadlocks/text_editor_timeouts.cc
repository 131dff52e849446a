// SPDX-License-Identifier: Apache-2.0
//
// The second cure, timeouts: whoever cannot get a lock in time lets go of what he has and tries again later.
//
// A deadlock needs threads that hold on to what they have and wait without end. Take away the "without end" and it cannot
// last. Both threads still lock in opposite orders, and they still meet in the middle. But the one whose patience is
// shorter says "Couldn't acquire file lock, releasing cloud lock...", steps back, and by doing so frees the way for the
// other. Later it comes back and finds everything free.
//
// Three things belong to it, and each is easy to forget:
//   - let go of *everything*. Giving up on the second lock while keeping the first changes nothing for the others.
//     Here the guards hand the locks back on every way out; std::unique_lock takes the patience as its argument.
//   - say what happens now. "Trying later" is a promise; here the editor keeps it when the other thread is done.
//   - do not make everybody equally patient. Two threads that give up in the same moment and come back in the same moment
//     can go on like that for ever; then it is called a livelock and has a chapter of its own.
//
// A timeout is a safety net, not a plan. A fixed order costs nothing and waits for nobody; take it where you can.
//
//   unsafe  has timed locks and does not use the time: lock() waits without end, and the two deadlock.
//   safe    the second lock is asked for with a time limit (try_lock_for); the sync gives up first, and completes later.
//
// LESSON: How to Prevent Deadlocks (Lock Timeouts, save_with_timeout)
// VERDICT unsafe tsan: misses deadlock -- it notes a lock order after the grant, and the grant never comes
// VERDICT unsafe snarl: deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <chrono>
#include <mutex>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

struct TextEditor {
  snarl::timed_mutex file_lock{"file lock"};
  snarl::timed_mutex cloud_lock{"cloud lock"};
  stage::Cue file_locked, cloud_locked;
};

}  // namespace

namespace unsafe {

void Save(TextEditor& editor) {
  std::lock_guard hold_file(editor.file_lock);
  stage::Tell("Save has the file lock");
  editor.file_locked.Give();
  editor.cloud_locked.Await();
  std::lock_guard hold_cloud(editor.cloud_lock);  // <- deadlock
  stage::Tell("Save completed!");
}

void Sync(TextEditor& editor) {
  std::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Sync has the cloud lock");
  editor.cloud_locked.Give();
  editor.file_locked.Await();
  std::lock_guard hold_file(editor.file_lock);  // <- deadlock
  stage::Tell("Sync completed!");
}

void Work(TextEditor& editor) {
  stage::Cast cast;
  cast.Enter("save", [&] { Save(editor); });
  cast.Enter("sync", [&] { Sync(editor); });
  cast.Leave();
  stage::Show(false, "Both came back, and should not have.");
}

}  // namespace unsafe

namespace safe {

// The patience of the two. Nobody should be as patient as the one he may stand opposite.
constexpr std::chrono::milliseconds kSaveWaits(8000);
constexpr std::chrono::milliseconds kSyncWaits(50);

bool Save(TextEditor& editor) {
  std::lock_guard hold_file(editor.file_lock);
  stage::Tell("Save has the file lock");
  editor.file_locked.Give();
  editor.cloud_locked.Await();
  const std::unique_lock hold_cloud(editor.cloud_lock, kSaveWaits);
  if (!hold_cloud) {
    stage::Tell("Couldn't acquire cloud lock, releasing file lock...");
    return false;
  }
  stage::Tell("Save completed!");
  return true;
}

bool Sync(TextEditor& editor) {
  std::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Sync has the cloud lock");
  editor.cloud_locked.Give();
  editor.file_locked.Await();
  const std::unique_lock hold_file(editor.file_lock, kSyncWaits);
  if (!hold_file) {
    stage::Tell("Couldn't acquire file lock, releasing cloud lock, trying later...");
    return false;
  }
  stage::Tell("Sync completed!");
  return true;
}

void Work(TextEditor& editor) {
  bool saved = false;
  bool synced = false;
  stage::Cue save_done("the save");
  stage::Cast cast;
  cast.Enter("save", [&] {
    saved = Save(editor);
    save_done.Give();
  });
  cast.Enter("sync", [&] {
    synced = Sync(editor);
    save_done.Await();
    if (!synced) synced = Sync(editor);
  });
  cast.Leave();
  stage::Show(saved && synced, "No deadlocks! Our editor works!");
}

}  // namespace safe

int main() {
  TextEditor editor;
  VARIANT::Work(editor);
}
