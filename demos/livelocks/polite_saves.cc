// SPDX-License-Identifier: Apache-2.0
//
// Two threads have learned not to wait with a lock in hand, both step back, and both come back in the same moment.
//
// The text editor again. After its deadlock somebody read that one should never wait for a second lock, but try it, and
// give the first one back if it is taken. Now "save" locks the file, tries the cloud, finds it locked, unlocks the file and
// starts again. "Sync" locks the cloud, tries the file, finds it locked, unlocks the cloud and starts again. If they keep
// step, each always finds the other one there. It is the dance of the polite robots, with locks.
//
// A deadlock would at least be quiet. This one takes both processors and both locks, most of the time, and a profiler will
// tell you that the program works hard on try_lock. Nobody has to tell the watchdog what progress would be: threads that
// keep failing at try_lock on what another one of them holds, and never get a second lock, show the circle by themselves.
//
// On real machines the steps drift apart sooner or later, so such a livelock often ends after a while and is called "it is
// slow sometimes". Here a rhythm keeps the two in step.
//
//   unsafe  lock, try, unlock, again: both with the same politeness.
//   safe    a protocol. Saving has the right of way: it keeps its file lock and waits. Syncing steps back, once, and then
//           takes the locks in the order that saving uses. There is exactly one who yields, and he does it once.
//           (std::scoped_lock does the retrying for you and waits where it failed, so it does not dance in step.)
//
// LESSON: Livelocks (How to Prevent Livelocks: clear conflict resolution protocols)
// VERDICT unsafe tsan: misses livelock -- every lock is used properly, only nothing comes of it
// VERDICT unsafe snarl: livelock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <cstddef>
#include <mutex>

#include "demos/stage/rhythm.h"
#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

struct TextEditor {
  snarl::mutex file_lock{"file lock"};
  snarl::mutex cloud_lock{"cloud lock"};
  stage::Cue file_locked, cloud_locked, sync_steps_back;
};

}  // namespace

namespace unsafe {

bool Save(TextEditor& editor, stage::Rhythm& rhythm) {
  constexpr std::size_t kPlayer = 0;
  while (true) {
    std::lock_guard hold_file(editor.file_lock);
    if (!rhythm.Beat(kPlayer)) return false;
    if (editor.cloud_lock.try_lock()) {  // <- livelock
      editor.cloud_lock.unlock();
      return true;
    }
    if (!rhythm.Beat(kPlayer)) return false;
  }
}

bool Sync(TextEditor& editor, stage::Rhythm& rhythm) {
  constexpr std::size_t kPlayer = 1;
  while (true) {
    std::lock_guard hold_cloud(editor.cloud_lock);
    if (!rhythm.Beat(kPlayer)) return false;
    if (editor.file_lock.try_lock()) {  // <- livelock
      editor.file_lock.unlock();
      return true;
    }
    if (!rhythm.Beat(kPlayer)) return false;
  }
}

void Work(TextEditor& editor) {
  stage::Rhythm rhythm("livelock");
  bool saved = true;
  bool synced = true;
  stage::Tell("Save has the file and tries the cloud; sync has the cloud and tries the file.");
  stage::Cast cast;
  cast.Enter("save", [&] { saved = Save(editor, rhythm); });
  cast.Enter("sync", [&] { synced = Sync(editor, rhythm); });
  cast.Leave();
  stage::Show(!saved && !synced, "\"After you!\" - \"No, after you!\" Nothing saved, nothing synced.");
}

}  // namespace unsafe

namespace safe {

void Save(TextEditor& editor) {
  std::lock_guard hold_file(editor.file_lock);
  editor.file_locked.Give();
  editor.cloud_locked.Await();
  stage::Tell("Save has the file, and the right of way: it waits for the cloud.");
  std::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Saved!");
}

void Sync(TextEditor& editor) {
  {
    std::lock_guard hold_cloud(editor.cloud_lock);
    editor.cloud_locked.Give();
    editor.file_locked.Await();
    const std::unique_lock try_file(editor.file_lock, std::try_to_lock);
    if (try_file) {
      stage::Tell("Synced at once!");
      return;
    }
    stage::Tell("Sync has the cloud, sees that somebody is saving, and steps back.");
  }
  std::lock_guard hold_file(editor.file_lock);
  std::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Synced!");
}

void Work(TextEditor& editor) {
  stage::Cast cast;
  cast.Enter("save", [&] { Save(editor); });
  cast.Enter("sync", [&] { Sync(editor); });
  cast.Leave();
  stage::Tell("Saved and synced: one of them had to be less polite.");
}

}  // namespace safe

int main() {
  stage::Options("livelock_ms=200:hang_probe_ms=50");
  TextEditor editor;
  VARIANT::Work(editor);
}
