// SPDX-License-Identifier: Apache-2.0
//
// Three cars, two parking spaces, and a counter that nobody guards: all three park.
//
// At the gate of a parking lot hangs a sign: "2 spaces free". A driver looks at the sign, drives in if it is not zero, and
// turns the number down by one. With one driver at a time that works. But between the look and the turn there is a moment,
// and in that moment a second driver looks at the same sign, and a third. All of them see "2", all of them drive in, and the
// sign says -1.
//
// In the program the sign is a plain int, and looking and turning are two steps that three threads take at once. That is a
// data race, so in C++ the program means nothing at all any more; three cars on two spaces is only what you see of it.
//
//   unsafe  looks at a plain int, then counts it down: the three looks come before the first count.
//   safe    std::counting_semaphore<2> is a gate with two tickets. acquire() takes a ticket or waits until there is one,
//           in one step that nobody can come between; release() hands it back. Cars 0 and 1 fill the lot, car 2 waits
//           until one of them leaves. There are never more than 2 cars parked: the demo asserts it at every car.
//
// A lock lets one thread in; a semaphore lets in as many as it has tickets. It counts, and it has no owner: any thread may
// hand a ticket back. That is also why nobody can tell you who holds it.
//
// LESSON: Different Types of Locks in Action (Semaphore, parking lot)
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- no lock is involved, so it has nothing to see
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <atomic>
#include <cstddef>
#include <semaphore>
#include <string>

#include "demos/stage/stage.h"

namespace {

constexpr std::size_t kCars = 3;
constexpr int kSpaces = 2;

}  // namespace

namespace unsafe {

struct ParkingLot {
  int free = kSpaces;
  std::array<stage::Cue, kCars> looked;
  std::array<stage::Cue, kCars> parked;
};

void Park(ParkingLot& lot, std::size_t car) {
  if (lot.free == 0) return;  // <- data-race
  stage::Tell("Car %zu sees a free space", car);
  lot.looked[car].Give();
  for (const stage::Cue& other : lot.looked) other.Await();
  if (car > 0) lot.parked[car - 1].Await();
  --lot.free;  // <- data-race
  stage::Tell("Car %zu parked!", car);
  lot.parked[car].Give();
}

void OpenTheLot() {
  ParkingLot lot;
  stage::Cast cast;
  for (std::size_t car = 0; car < kCars; ++car) {
    cast.Enter("Car " + std::to_string(car), [&lot, car] { Park(lot, car); });
  }
  cast.Leave();
  stage::Show(lot.free < 0, "Crunch! 3 cars stand on 2 spaces; free spaces: %d", lot.free);
}

}  // namespace unsafe

namespace safe {

struct ParkingLot {
  std::counting_semaphore<kSpaces> spaces{kSpaces};
  std::atomic<int> parked{0};
  stage::Cue full, third_car_waits;
};

void Park(ParkingLot& lot, std::size_t car) {
  if (car == kSpaces) {
    lot.full.Await();
    stage::Tell("Car %zu comes to a full lot and waits", car);
    lot.third_car_waits.Give();
  }
  lot.spaces.acquire();
  const int parked = ++lot.parked;
  stage::Show(parked <= kSpaces, "Car %zu parked! (%d of %d spaces taken)", car, parked, kSpaces);
  if (parked == kSpaces) lot.full.Give();
  lot.third_car_waits.Await();
  stage::Tell("Car %zu leaving", car);
  --lot.parked;
  lot.spaces.release();
}

void OpenTheLot() {
  ParkingLot lot;
  stage::Cast cast;
  for (std::size_t car = 0; car < kCars; ++car) {
    cast.Enter("Car " + std::to_string(car), [&lot, car] { Park(lot, car); });
  }
  cast.Leave();
  stage::Show(lot.parked == 0, "Everybody has parked, and never more than 2 at a time.");
}

}  // namespace safe

int main() { VARIANT::OpenTheLot(); }
