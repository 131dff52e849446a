// SPDX-License-Identifier: Apache-2.0
//
// "Are we there yet?", asks the child a million times a second, and the one who could say so has left the car.
//
// A thread that waits by asking again and again is never blocked. It runs, it burns a processor, its machine gets warm; from
// outside it looks hard at work. Politeness does not help: yield() lets others go first, and then it asks again. Where the
// answer comes soon, such a spin can even be the quickest way to wait. Where it never comes, nothing tells the one from the
// other. No lock is held, nobody stands still, and a detector of deadlocks, which looks for threads that *wait*, finds none.
//
// Here the answer never comes because the driver gets off early, on a way out that somebody added later: the road is closed, he
// returns, and the line that says "arrived" stands behind that return.
//
//   unsafe  spins on a flag that is set on one of two ways only.
//   safe    sleeps in atomic::wait(), which costs nothing however long it takes, and the flag is set by an object that
//           goes out of scope on every way out. Either alone would be half a cure: the first saves the processor, and only
//           the second one the child.
//
// VERDICT unsafe tsan: misses spin -- the flag is atomic, so there is no data race
// VERDICT unsafe run: spin
// VERDICT unsafe attach: misses spin -- nothing stands still, and from outside nobody sees what a thread that runs waits for
// VERDICT unsafe helgrind: misses spin -- the flag is atomic, and nobody takes a lock
// VERDICT unsafe drd: misses spin -- the flag is atomic, and nobody takes a lock
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <atomic>
#include <thread>

#include "demos/stage/stage.h"

namespace {

struct Journey {
  std::atomic<bool> over = false;
  const bool road_closed = true;
};

}  // namespace

namespace unsafe {

void Drive(Journey& journey) {
  stage::Tell("The driver sets off.");
  if (journey.road_closed) {
    stage::Tell("The road is closed. The driver gets off and walks home.");
    return;
  }
  journey.over = true;
}

void Ask(Journey& journey) {
  stage::Tell("Are we there yet? Are we there yet? Are we there yet?");
  while (!journey.over) std::this_thread::yield();  // <- spin
  stage::Show(false, "We are there.");
}

}  // namespace unsafe

namespace safe {

// Says on every way out that the journey is over.
class Arrival {
 public:
  explicit Arrival(Journey& journey) : journey_(journey) {}
  ~Arrival() {
    journey_.over = true;
    journey_.over.notify_all();
  }
  Arrival(const Arrival&) = delete;
  Arrival& operator=(const Arrival&) = delete;

 private:
  Journey& journey_;
};

void Drive(Journey& journey) {
  const Arrival arrival(journey);
  stage::Tell("The driver sets off.");
  if (journey.road_closed) stage::Tell("The road is closed. The driver turns round and goes home.");
}

void Ask(Journey& journey) {
  stage::Tell("Wake me up when it is over.");
  journey.over.wait(false);
  stage::Tell("We are there, wherever that is.");
}

}  // namespace safe

int main() {
  Journey journey;
  stage::Cast cast;
  cast.Enter("driver", [&] { VARIANT::Drive(journey); });
  cast.Enter("child", [&] { VARIANT::Ask(journey); });
}
