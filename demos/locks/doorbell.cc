// SPDX-License-Identifier: Apache-2.0
//
// The bell rings before anybody listens, and the host waits for it for ever.
//
// A condition variable is a doorbell without a memory. Whoever stands behind the door and listens hears it; if nobody
// listens, the sound is gone, and nothing shows afterwards that somebody was there. So a host who comes home one minute
// after the visitor rang, sits down and waits "for the bell" will sit there until the house falls down. Nothing is
// locked, nobody is in anybody's way, no processor is busy. There is only a wake-up that came too early.
//
// That is why a condition variable always goes together with two other things: a *condition*, which is data that remembers
// ("somebody has rung"), and a *lock* that guards this data. The waiter asks the data first and sleeps only if the answer
// is no. The bell then no longer carries the message; it only says "look again".
//
//   unsafe  bell.wait(hold) without asking anything: the only notification came before the wait.
//   safe    the visitor notes `rung = true` under the lock, then notifies. The host waits with a predicate:
//           wait(hold, [] { return rung; }) looks before it sleeps and looks again whenever it wakes, so it is right in
//           either order, and right as well when it wakes for no reason, which condition variables are allowed to do.
//
// LESSON: Python's Synchronization Tools (Condition)
// VERDICT unsafe tsan: misses lost-wakeup -- a thread that sleeps makes no access, and nobody holds a lock
// VERDICT unsafe snarl: lost-wakeup
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <mutex>

#include "demos/stage/stage.h"
#include "snarl/condition_variable.h"
#include "snarl/mutex.h"

namespace unsafe {

struct House {
  snarl::mutex door{"door"};
  snarl::condition_variable bell{"bell"};
};

void Visit(House& house) {
  stage::Tell("Ding dong! Nobody is behind the door yet, and the visitor leaves.");
  house.bell.notify_one();
}

void AnswerTheDoor(House& house) {
  std::unique_lock hold(house.door);
  stage::Tell("The host comes home, sits down behind the door and waits for the bell.");
  house.bell.wait(hold);  // <- lost-wakeup
  stage::Show(false, "The host heard a bell that rang before.");
}

}  // namespace unsafe

namespace safe {

struct House {
  snarl::mutex door{"door"};
  snarl::condition_variable bell{"bell"};
  bool rung = false;  // guarded by door; clang's analysis cannot look into std::unique_lock
};

void Visit(House& house) {
  stage::Tell("Ding dong! Nobody is behind the door yet, but the visitor leaves a card.");
  {
    std::lock_guard hold(house.door);
    house.rung = true;
  }
  house.bell.notify_one();
}

void AnswerTheDoor(House& house) {
  std::unique_lock hold(house.door);
  stage::Tell("The host comes home and looks for a card before waiting for the bell.");
  house.bell.wait(hold, [&house] { return house.rung; });
  stage::Show(house.rung, "The host knows that somebody was there.");
}

}  // namespace safe

int main() {
  stage::Options("lost_wakeup_ms=100:hang_probe_ms=50");
  VARIANT::House house;
  stage::Cue rang("the bell");
  stage::Cast cast;
  cast.Enter("visitor", [&] {
    VARIANT::Visit(house);
    rang.Give();
  });
  cast.Enter("host", [&] {
    rang.Await();
    VARIANT::AnswerTheDoor(house);
  });
}
