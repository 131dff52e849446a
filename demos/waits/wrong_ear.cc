// SPDX-License-Identifier: Apache-2.0
//
// The second way to lose a wake-up: the bell woke somebody, and it was the wrong one.
//
// Two wait at one bell in the kitchen's corridor. Anna waits for the fish, to carry it out; Bert waits until everything has been
// carried out, to lock up. The fish is done; the cook rings for *one*, takes off his apron and goes home. Bert wakes, sees that
// not everything has been carried out, and sits down again. Nobody else was woken. The fish gets cold behind Anna's back.
//
// notify_one() is right where every waiter can do what there is to do: any worker for any job. Where they wait for different
// things, it wakes whoever happens to be first, and the message is used up. Each of the threads does everything as the books
// say: a lock, a predicate, a notification under the lock. With one waiter it works, and so does the test.
//
//   unsafe  notify_one() for two who wait for different things.
//   safe    notify_all(): all look, and the right one goes. (Or a bell for each of them.)
//
// VERDICT unsafe tsan: misses lost-wakeup -- a thread that sleeps makes no access, and nobody holds a lock
// VERDICT unsafe run: lost-wakeup
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses lost-wakeup -- the notification was heard, and it does not ask by whom
// VERDICT unsafe drd: misses lost-wakeup -- the notification was heard, and it does not ask by whom
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <condition_variable>
#include <mutex>

#include "demos/stage/sleeper.h"
#include "demos/stage/stage.h"

namespace {

struct Corridor {
  std::mutex mutex;
  std::condition_variable bell;
  bool fish = false;         // is done; guarded by mutex
  bool carried_out = false;  // everything; guarded by mutex
  stage::Sleeper bert, anna;
};

}  // namespace

namespace unsafe {

void LockUp(Corridor& corridor) {
  std::unique_lock hold(corridor.mutex);
  corridor.bert.SayWhere();
  corridor.bell.wait(hold, [&] { return corridor.carried_out; });  // <- deadlock
}

void CarryOut(Corridor& corridor) {
  std::unique_lock hold(corridor.mutex);
  corridor.anna.SayWhere();
  corridor.bell.wait(hold, [&] { return corridor.fish; });  // <- lost-wakeup, deadlock
  corridor.carried_out = true;
  corridor.bell.notify_one();
}

void Cook(Corridor& corridor) {
  std::lock_guard hold(corridor.mutex);
  stage::Tell("The fish is done. Ding, for one of you! The cook goes home.");
  corridor.fish = true;
  corridor.bell.notify_one();
}

constexpr bool kComesBack = false;

}  // namespace unsafe

namespace safe {

void LockUp(Corridor& corridor) {
  std::unique_lock hold(corridor.mutex);
  corridor.bert.SayWhere();
  corridor.bell.wait(hold, [&] { return corridor.carried_out; });
  stage::Tell("Bert locks up.");
}

void CarryOut(Corridor& corridor) {
  std::unique_lock hold(corridor.mutex);
  corridor.anna.SayWhere();
  corridor.bell.wait(hold, [&] { return corridor.fish; });
  stage::Tell("Anna carries out the fish.");
  corridor.carried_out = true;
  corridor.bell.notify_all();
}

void Cook(Corridor& corridor) {
  std::lock_guard hold(corridor.mutex);
  stage::Tell("The fish is done. Ding, for all of you! The cook goes home.");
  corridor.fish = true;
  corridor.bell.notify_all();
}

constexpr bool kComesBack = true;

}  // namespace safe

int main() {
  Corridor corridor;
  stage::Cast cast;
  // Who sleeps first is woken first: Bert.
  cast.Enter("Bert", [&] { VARIANT::LockUp(corridor); });
  corridor.bert.Await();
  cast.Enter("Anna", [&] { VARIANT::CarryOut(corridor); });
  corridor.anna.Await();
  cast.Enter("cook", [&] { VARIANT::Cook(corridor); });
  cast.Leave();
  stage::Show(VARIANT::kComesBack, "The fish was served hot.");
}
