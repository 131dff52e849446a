// SPDX-License-Identifier: Apache-2.0
//
// The first way to lose a wake-up: the oven rings before the baker listens, and the baker waits for it till morning.
//
// A condition variable is a bell, and it has no memory. Who listens when it rings is woken. If nobody listens, nothing
// happens, and nothing is kept: notify_one() with no waiter does nothing at all. So a baker who is still washing his hands
// when the oven rings, and sits down afterwards to wait for the ring, waits for one that has been.
//
// What makes this bug so patient is that it depends on who is faster. On the developer's machine the baker always sits down
// first. The machine of the customer has another number of processors, or is busier, and one evening the oven wins. No lock
// is held, no processor is busy; the thread just sleeps. In every debugger it looks like any thread that waits for work.
//
//   unsafe  waits for the ring, without asking whether there is still something to wait for.
//   safe    the oven notes under the lock that the bread is done, and then rings. The baker waits *for the bread*, with a
//           predicate: it looks first, and sleeps only if there is nothing yet. The ring only says "look again".
//
// (locks/doorbell is the same bug with Snarl's own locks and its library linked in.)
//
// VERDICT unsafe tsan: misses lost-wakeup -- a thread that sleeps makes no access, and nobody holds a lock
// VERDICT unsafe run: lost-wakeup
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses lost-wakeup -- a notification that nobody hears is allowed
// VERDICT unsafe drd: misses lost-wakeup -- a notification that nobody hears is allowed
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <condition_variable>
#include <mutex>

#include "demos/stage/stage.h"

namespace {

struct Bakery {
  std::mutex mutex;
  std::condition_variable bell;
  bool done = false;  // guarded by mutex; only the safe variant asks
  stage::Cue rang{"the bell"};
};

}  // namespace

namespace unsafe {

void Bake(Bakery& bakery) {
  stage::Tell("Ding! The bread is done. The baker is still washing his hands.");
  bakery.bell.notify_one();
}

void AwaitBread(Bakery& bakery) {
  std::unique_lock hold(bakery.mutex);
  stage::Tell("The baker sits down and listens for the bell.");
  bakery.bell.wait(hold);  // <- lost-wakeup, deadlock
  stage::Show(false, "The baker heard a bell that rang before.");
}

}  // namespace unsafe

namespace safe {

void Bake(Bakery& bakery) {
  stage::Tell("Ding! The bread is done. The baker is still washing his hands.");
  {
    std::lock_guard hold(bakery.mutex);
    bakery.done = true;
  }
  bakery.bell.notify_one();
}

void AwaitBread(Bakery& bakery) {
  std::unique_lock hold(bakery.mutex);
  stage::Tell("The baker looks into the oven before he sits down.");
  bakery.bell.wait(hold, [&bakery] { return bakery.done; });
  stage::Show(bakery.done, "The bread is on the table.");
}

}  // namespace safe

int main() {
  Bakery bakery;
  stage::Cast cast;
  cast.Enter("oven", [&] {
    VARIANT::Bake(bakery);
    bakery.rang.Give();
  });
  cast.Enter("baker", [&] {
    bakery.rang.Await();
    VARIANT::AwaitBread(bakery);
  });
}
