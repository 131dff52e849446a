// SPDX-License-Identifier: Apache-2.0
//
// The text editor on its unlucky day: save and sync meet, each with one lock in hand, and nothing moves any more.
//
// "Save" has locked the file and wants the cloud. "Sync" has locked the cloud and wants the file. Neither gives up what it
// has, neither can go on without what the other has: a deadlock. No processor is busy, nothing crashes, nothing is printed;
// the window just no longer answers. "Oh no! Our text editor is stuck!", says the lesson after two seconds, and can say no
// more than that.
//
// ThreadSanitizer says nothing either. It notes an order when a lock has been *granted*, and here neither second lock
// ever is. The watchdog looks from the other side: who waits for which lock, and who holds it? Where these questions lead
// back to where they began, nobody in the circle can ever go on, and it says so while the program hangs: both threads, both
// locks by name, and the lines where each was taken.
//
//   unsafe  one lock inside the other, in two orders, and the threads meet in the middle.
//   safe    no lock inside the other at all. Each step takes what it needs, copies it, and lets go before it takes the
//           next: "keep critical sections small" and "avoid nested locks", says the lesson. The threads meet in the very
//           same moment, and pass. The price: between the two steps the world may move on, so a later copy must not
//           overwrite a newer one, and the code has to ask.
//
// LESSON: Deadlocks
// VERDICT unsafe tsan: misses deadlock -- it notes a lock order after the grant, and the grant never comes
// VERDICT unsafe snarl: deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <algorithm>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

struct TextEditor {
  snarl::mutex file_lock{"file lock"};
  snarl::mutex cloud_lock{"cloud lock"};
  int local_version SNARL_GUARDED_BY(file_lock) = 1;
  int cloud_version SNARL_GUARDED_BY(cloud_lock) = 1;
  // Both threads wait for each other with their first lock in hand: the unlucky moment, every time.
  stage::Cue file_locked{"the file lock"}, cloud_locked{"the cloud lock"};
};

}  // namespace

namespace unsafe {

void SaveLocalThenCloud(TextEditor& editor) {
  snarl::lock_guard hold_file(editor.file_lock);
  stage::Tell("Local file locked for writing");
  ++editor.local_version;
  editor.file_locked.Give();
  editor.cloud_locked.Await();
  stage::Tell("Now trying to save to cloud...");
  snarl::lock_guard hold_cloud(editor.cloud_lock);  // <- deadlock
  editor.cloud_version = editor.local_version;
  stage::Tell("Saved to both local and cloud!");
}

void SyncCloudToLocal(TextEditor& editor) {
  snarl::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Cloud locked for reading");
  editor.cloud_locked.Give();
  editor.file_locked.Await();
  stage::Tell("Now trying to update local file...");
  snarl::lock_guard hold_file(editor.file_lock);  // <- deadlock
  editor.local_version = editor.cloud_version;
  stage::Tell("Synced cloud to local!");
}

constexpr bool kComesBack = false;

}  // namespace unsafe

namespace safe {

void SaveLocalThenCloud(TextEditor& editor) {
  int saved = 0;
  {
    snarl::lock_guard hold_file(editor.file_lock);
    stage::Tell("Local file locked for writing");
    saved = ++editor.local_version;
    editor.file_locked.Give();
    editor.cloud_locked.Await();
  }
  snarl::lock_guard hold_cloud(editor.cloud_lock);
  editor.cloud_version = std::max(editor.cloud_version, saved);
  stage::Tell("Saved to both local and cloud!");
}

void SyncCloudToLocal(TextEditor& editor) {
  int read = 0;
  {
    snarl::lock_guard hold_cloud(editor.cloud_lock);
    stage::Tell("Cloud locked for reading");
    read = editor.cloud_version;
    editor.cloud_locked.Give();
    editor.file_locked.Await();
  }
  snarl::lock_guard hold_file(editor.file_lock);
  editor.local_version = std::max(editor.local_version, read);
  stage::Tell("Synced cloud to local!");
}

constexpr bool kComesBack = true;

}  // namespace safe

int main() {
  TextEditor editor;
  stage::Cast cast;
  cast.Enter("save", [&] { VARIANT::SaveLocalThenCloud(editor); });
  cast.Enter("sync", [&] { VARIANT::SyncCloudToLocal(editor); });
  cast.Leave();
  stage::Show(VARIANT::kComesBack, "The editor works!");
}
