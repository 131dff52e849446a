// SPDX-License-Identifier: Apache-2.0
//
// A text editor locks its file and its cloud copy in two orders, and today it goes well.
//
// The editor has a local file and a copy in the cloud, each with a lock of its own. "Save" takes the file, then the cloud.
// "Sync" takes the cloud, then the file. A deadlock needs one more thing: both must be under way at the same moment, each
// with its first lock in hand. Then each waits for what the other holds, like two polite people at a door who each wait
// for the other to go first.
//
// Here they never meet: the save is over before the sync begins. The program prints the right thing and ends. It will do so
// a thousand times, on your machine, in every test, until the one evening when a customer syncs while saving.
//
// That is why it pays to look at the *order* and not at the accident. Whoever sees "file, then cloud" once and "cloud,
// then file" once, in two threads that nothing keeps apart, knows that the deadlock is possible although it did not happen.
// Both watchers remember the orders and say so; the finding names both lines where the second lock is asked for.
//
//   unsafe  save takes file -> cloud, sync takes cloud -> file, one after the other.
//   safe    both take the file first, whatever they want to do with it. A fixed order has no circle.
//
// The same editor on its unlucky day is text_editor_hang. The lesson's three cures are text_editor_order,
// text_editor_timeouts and text_editor_hierarchy.
//
// LESSON: Deadlocks
// VERDICT unsafe tsan: lock-order-inversion
// VERDICT unsafe snarl: lock-order-inversion
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

struct TextEditor {
  snarl::mutex file_lock{"file lock"};
  snarl::mutex cloud_lock{"cloud lock"};
  int local_version SNARL_GUARDED_BY(file_lock) = 1;
  int cloud_version SNARL_GUARDED_BY(cloud_lock) = 1;
};

}  // namespace

namespace unsafe {

void SaveLocalThenCloud(TextEditor& editor) {
  stage::Tell("Attempting to save locally first...");
  snarl::lock_guard hold_file(editor.file_lock);
  ++editor.local_version;
  stage::Tell("Local file written, now trying to save to cloud...");
  snarl::lock_guard hold_cloud(editor.cloud_lock);  // <- lock-order-inversion
  editor.cloud_version = editor.local_version;
  stage::Tell("Saved to both local and cloud!");
}

void SyncCloudToLocal(TextEditor& editor) {
  stage::Tell("Attempting to read from cloud first...");
  snarl::lock_guard hold_cloud(editor.cloud_lock);
  stage::Tell("Cloud read, now trying to update local file...");
  snarl::lock_guard hold_file(editor.file_lock);  // <- lock-order-inversion
  editor.local_version = editor.cloud_version;
  stage::Tell("Synced cloud to local!");
}

}  // namespace unsafe

namespace safe {

void SaveLocalThenCloud(TextEditor& editor) {
  stage::Tell("Attempting to save locally first...");
  snarl::lock_guard hold_file(editor.file_lock);
  ++editor.local_version;
  stage::Tell("Local file written, now trying to save to cloud...");
  snarl::lock_guard hold_cloud(editor.cloud_lock);
  editor.cloud_version = editor.local_version;
  stage::Tell("Saved to both local and cloud!");
}

void SyncCloudToLocal(TextEditor& editor) {
  stage::Tell("File first here too, although only the cloud is read at first...");
  snarl::lock_guard hold_file(editor.file_lock);
  snarl::lock_guard hold_cloud(editor.cloud_lock);
  editor.local_version = editor.cloud_version;
  stage::Tell("Synced cloud to local!");
}

}  // namespace safe

int main() {
  TextEditor editor;
  stage::PlayInTurn(
      "save", [&] { VARIANT::SaveLocalThenCloud(editor); },  //
      "sync", [&] { VARIANT::SyncCloudToLocal(editor); });
  stage::Tell("The editor works. Today.");
}
