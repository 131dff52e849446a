// SPDX-License-Identifier: Apache-2.0
//
// Three cars wait at a red light with their engines roaring: they poll a plain flag as fast as they can.
//
// A traffic light is an event: it happens once, and everybody who waits for it goes. The tempting way to wait is to look
// again and again: "green? green? green?". That is busy waiting, and it is wrong twice.
//
// First, the flag is a plain bool which one thread writes while others read it: a data race. The compiler may assume that
// nobody changes it behind its back, look once, and never again; such a car stands at the light for ever. (The signal fence
// below keeps the compiler honest, so that you can watch the rest. It is no synchronisation, and no cure.)
//
// Second, even with an atomic flag each waiting car burns a whole processor to learn nothing. Three cars on two processors
// leave nothing for the thread that is to switch the light. ThreadSanitizer has no eye for that; the watchdog has, if you
// tell it what progress would be. snarl::Progress says "this thread should get something done now and then", and where
// processor time goes by without one Tick(), the report says `spin`.
//
//   unsafe  polls `green` in a loop. The light only turns when the watchdog has reported the spinning cars.
//   safe    waits for a notification: the cars sleep until one count_down() wakes them all, and what was written before it
//           can be read after it. A std::latch of 1 is such a one-time event, Python's threading.Event. Its neighbours are
//           std::atomic_flag::wait, absl::Notification and, where it may happen again, a condition variable.
//
// LESSON: Different Types of Locks in Action (Event, traffic light)
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: spin
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <atomic>
#include <cstddef>
#include <latch>
#include <string>

#include "demos/stage/stage.h"
#include "snarl/probe.h"

namespace {

constexpr std::size_t kCars = 3;

}  // namespace

namespace unsafe {

struct TrafficLight {
  bool green = false;
};

void WaitAtLight(const TrafficLight& light, std::size_t car) {
  snarl::Progress progress("car at the light");  // <- spin
  stage::Tell("Car %zu waiting at red light", car);
  while (!light.green) {  // <- data-race
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }
  progress.Tick();
  stage::Tell("Car %zu goes!", car);
}

void TurnGreen(TrafficLight& light) {
  stage::AwaitReport("spin");
  stage::Tell("Traffic light turns green!");
  light.green = true;  // <- data-race
}

}  // namespace unsafe

namespace safe {

struct TrafficLight {
  std::latch green{1};
  std::array<stage::Cue, kCars> arrived;
};

void WaitAtLight(TrafficLight& light, std::size_t car) {
  snarl::Progress progress("car at the light");
  stage::Tell("Car %zu waiting at red light", car);
  light.arrived[car].Give();
  light.green.wait();
  progress.Tick();
  stage::Tell("Car %zu goes!", car);
}

void TurnGreen(TrafficLight& light) {
  for (const stage::Cue& car : light.arrived) car.Await();
  stage::Tell("Traffic light turns green!");
  light.green.count_down();
}

}  // namespace safe

int main() {
  stage::Options("spin_ms=100");
  VARIANT::TrafficLight light;
  stage::Cast cast;
  for (std::size_t car = 0; car < kCars; ++car) {
    cast.Enter("Car " + std::to_string(car), [&light, car] { VARIANT::WaitAtLight(light, car); });
  }
  cast.Enter("light", [&light] { VARIANT::TurnGreen(light); });
}
