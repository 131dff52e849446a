// SPDX-License-Identifier: Apache-2.0
//
// The cook waits at the hatch for clean plates, with the kitchen locked behind him, and who washes up has to come in.
//
// A wait on a condition variable lets go of one lock: the one it was given. Everything else that the thread holds it keeps, for
// as long as it sleeps. The cook has locked the kitchen, then the hatch, and waits there for plates; the hatch is open while he
// waits, and the kitchen is not. The dishwasher has the plates in his arms and stands in front of the kitchen door.
//
// Nobody writes that in one function. One function locks the kitchen and calls "get me a plate", and that this call may sleep
// stands in another file. It goes well as long as there is a clean plate left, so it goes well in every test. And a tool that
// compares the order of locks finds both in the same order: the kitchen first, then the hatch. The order is right.
//
//   unsafe  waits at the hatch and keeps the kitchen.
//   safe    gets the plate first, with nothing else in hand, and locks the kitchen afterwards. A thread that waits for another
//           should hold nothing but the lock of what it waits for.
//
// VERDICT unsafe tsan: misses deadlock -- the order of the two locks is right, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- the order of the two locks is right
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <condition_variable>
#include <mutex>

#include "demos/stage/stage.h"

namespace {

struct Restaurant {
  std::mutex kitchen;
  std::mutex hatch;
  std::condition_variable plate_there;
  int plates = 0;  // guarded by hatch
  stage::Cue cooking{"the cook in the kitchen"};
};

void PutPlate(Restaurant& restaurant) {
  std::lock_guard hold(restaurant.hatch);
  ++restaurant.plates;
  restaurant.plate_there.notify_one();
}

}  // namespace

namespace unsafe {

void TakePlate(Restaurant& restaurant) {
  std::unique_lock hold(restaurant.hatch);
  stage::Tell("No clean plate. The cook waits at the hatch.");
  restaurant.plate_there.wait(hold, [&] { return restaurant.plates > 0; });  // <- deadlock
  --restaurant.plates;
}

void Cook(Restaurant& restaurant) {
  std::lock_guard hold(restaurant.kitchen);
  restaurant.cooking.Give();
  TakePlate(restaurant);
  stage::Show(false, "Dinner is served.");
}

void WashUp(Restaurant& restaurant) {
  restaurant.cooking.Await();
  stage::Tell("The dishwasher comes with the plates, and the kitchen is locked.");
  std::lock_guard hold(restaurant.kitchen);  // <- run deadlock
  PutPlate(restaurant);
}

}  // namespace unsafe

namespace safe {

void TakePlate(Restaurant& restaurant) {
  std::unique_lock hold(restaurant.hatch);
  restaurant.plate_there.wait(hold, [&] { return restaurant.plates > 0; });
  --restaurant.plates;
}

void Cook(Restaurant& restaurant) {
  stage::Tell("The cook waits at the hatch until there is a plate, and goes into the kitchen then.");
  restaurant.cooking.Give();
  TakePlate(restaurant);
  std::lock_guard hold(restaurant.kitchen);
  stage::Tell("Dinner is served.");
}

void WashUp(Restaurant& restaurant) {
  restaurant.cooking.Await();
  std::lock_guard hold(restaurant.kitchen);
  PutPlate(restaurant);
}

}  // namespace safe

int main() {
  Restaurant restaurant;
  stage::Cast cast;
  cast.Enter("cook", [&] { VARIANT::Cook(restaurant); });
  cast.Enter("dishwasher", [&] { VARIANT::WashUp(restaurant); });
}
