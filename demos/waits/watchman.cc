// SPDX-License-Identifier: Apache-2.0
//
// The third way to lose a wake-up: the lamp is switched on between the watchman's look and his nap.
//
// The watchman does everything right: he looks at the lamp, and only if it is dark he lies down, to be woken by the bell. The
// signalman thinks: "one lamp, one atomic flag, what would I need a lock for?", switches it on and rings. It happens to be in the
// blink of an eye in which the watchman has looked already and does not sleep yet. The lamp is on, the bell has rung, and the
// watchman lies down.
//
// The predicate does not help, and the atomic does not help: there is no data race. "Look, and if it is dark, sleep" must be one
// step that nobody comes between, and that is what the lock is for, on *both* sides. The watchman lets go of it only in his sleep.
// Who has to take it before switching the lamp on cannot do so in between.
//
//   unsafe  sets the flag and notifies without the lock.
//   safe    sets the flag under the lock. The notification may come after the unlock; the flag may not.
//
// VERDICT unsafe tsan: misses lost-wakeup -- the lamp is atomic, so there is no data race
// VERDICT unsafe run: lost-wakeup
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses lost-wakeup -- a notification that nobody hears is allowed
// VERDICT unsafe drd: misses lost-wakeup -- a notification that nobody hears is allowed
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "demos/stage/stage.h"

namespace {

struct Line {
  std::mutex mutex;
  std::condition_variable bell;
  std::atomic<bool> lamp = false;
  stage::Cue looked{"the look at the lamp"}, rang{"the bell"};
};

}  // namespace

namespace unsafe {

void Watch(Line& line) {
  std::unique_lock hold(line.mutex);
  while (!line.lamp) {
    stage::Tell("The watchman looks: the lamp is dark. He is about to lie down.");
    line.looked.Give();
    line.rang.Await();
    line.bell.wait(hold);  // <- lost-wakeup, deadlock
  }
  stage::Show(false, "The watchman is awake.");
}

void Signal(Line& line) {
  line.looked.Await();
  line.lamp = true;
  line.bell.notify_one();
  stage::Tell("The lamp is on, and the bell has rung.");
  line.rang.Give();
}

}  // namespace unsafe

namespace safe {

void Watch(Line& line) {
  std::unique_lock hold(line.mutex);
  while (!line.lamp) {
    stage::Tell("The watchman looks: the lamp is dark. He is about to lie down.");
    line.looked.Give();
    line.bell.wait(hold);
  }
  stage::Tell("The watchman is awake.");
}

void Signal(Line& line) {
  line.looked.Await();
  std::lock_guard hold(line.mutex);
  line.lamp = true;
  line.bell.notify_one();
  stage::Tell("The lamp is on, and the bell has rung.");
}

}  // namespace safe

int main() {
  Line line;
  stage::Cast cast;
  cast.Enter("watchman", [&] { VARIANT::Watch(line); });
  cast.Enter("signalman", [&] { VARIANT::Signal(line); });
}
