// SPDX-License-Identifier: Apache-2.0
//
// The smart robots: cured of their politeness, and still looking at each other without a lock.
//
// R2D2 and C3PO meet in a narrow corridor, both on the left. The polite robots of the lesson step aside at the same
// time, to the same side, for ever: a livelock (it has a demo of its own). The lesson's cure is chance. Each robot
// tosses a coin, waits or steps aside, and sooner or later one waits while the other steps. "The robots figured it
// out!", and indeed they pass, also here, every time.
//
// But look at what they look at. Each robot reads the position of the other, which the other is writing. Nothing
// orders the look and the step, so this is a data race. The lesson cured the livelock and kept the race, as it
// happens: one bug hides behind another, and goes unseen because what one can see is fine now.
//
// Does it matter, if they pass? A robot may see a step late, or never: nothing obliges the compiler to look again at
// a position that this thread does not write. And even with every look up to date there is a gap between looking and
// stepping. R2D2 sees C3PO on the left and decides to step to the right; before it steps, C3PO has decided the same.
//
//   unsafe  the lesson's smart robots: positions read and written without a lock; they pass, and race
//   safe    the corridor has a lock, and looking and stepping are one step under it. The coin stays, out of politeness
//
// LESSON: How to Prevent Livelocks (the lesson's fixed version)
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the positions have no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <chrono>
#include <cstddef>
#include <random>
#include <thread>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

enum class Side { kLeft, kRight };

constexpr Side Opposite(Side side) { return side == Side::kLeft ? Side::kRight : Side::kLeft; }

// The same tosses in every run: R2D2 begins by stepping aside, C3PO by waiting.
class Coin {
 public:
  explicit Coin(unsigned seed) : random_(seed) {}
  bool StepAside() { return random_() % 2 == 1; }

 private:
  std::minstd_rand random_;
};
constexpr unsigned kR2D2 = 1;
constexpr unsigned kC3PO = 2;

bool Say(const char* name, bool passed) {
  stage::Tell(passed ? "%s passed successfully!" : "%s will try again later", name);
  return passed;
}

}  // namespace

namespace unsafe {

struct Robot {
  const char* name;
  Coin coin;
  Side position = Side::kLeft;
};

bool InTheWay(const Robot& self, const Robot& other) {
  return self.position == other.position;  // <- data-race
}

void StepAside(Robot& self) {
  self.position = Opposite(self.position);  // <- data-race
}

bool TryToPass(Robot& self, const Robot& other, auto looked, auto wait) {
  int moves = 0;
  bool in_the_way = InTheWay(self, other);
  while (in_the_way && moves < 5) {
    looked();
    if (self.coin.StepAside()) {
      stage::Tell("%s moves to opposite side", self.name);
      StepAside(self);
    } else {
      stage::Tell("%s waits patiently", self.name);
      wait();
    }
    ++moves;
    in_the_way = InTheWay(self, other);
  }
  return Say(self.name, !in_the_way);
}

void Play() {
  Robot r2d2{"R2D2", Coin(kR2D2)};
  Robot c3po{"C3PO", Coin(kC3PO)};
  bool r2d2_passed = false;
  bool c3po_passed = false;
  stage::Cue r2d2_looked("R2D2 looks");
  stage::Cue c3po_looked("C3PO looks");
  stage::Cue r2d2_moved("R2D2 moves");
  stage::Cast cast;
  cast.Enter("R2D2", [&] {
    r2d2_passed = TryToPass(
        r2d2, c3po,
        [&] {
          r2d2_looked.Give();
          c3po_looked.Await();
        },
        [] {});
    r2d2_moved.Give();
  });
  cast.Enter("C3PO", [&] {
    r2d2_looked.Await();
    c3po_passed = TryToPass(
        c3po, r2d2, [&] { c3po_looked.Give(); }, [&] { r2d2_moved.Await(); });
  });
  cast.Leave();
  stage::Show(r2d2_passed && c3po_passed, "The robots figured it out! (And have a data race that nobody sees.)");
}

}  // namespace unsafe

namespace safe {

class Corridor {
 public:
  enum class Outcome { kPassed, kStepped, kWaits };
  // Looks, and steps aside where the other one is in the way and the coin says so: all of it in one go.
  Outcome Move(std::size_t self, bool step_aside) {
    const snarl::lock_guard hold(mutex_);
    if (positions_[self] != positions_[1 - self]) return Outcome::kPassed;
    if (!step_aside) return Outcome::kWaits;
    positions_[self] = Opposite(positions_[self]);
    return Outcome::kStepped;
  }

 private:
  snarl::mutex mutex_{"corridor"};
  std::array<Side, 2> positions_ SNARL_GUARDED_BY(mutex_) = {Side::kLeft, Side::kLeft};
};

bool TryToPass(Corridor& corridor, std::size_t self, const char* name, Coin& coin) {
  for (int moves = 0; moves < 5; ++moves) {
    switch (corridor.Move(self, coin.StepAside())) {
      case Corridor::Outcome::kPassed:
        return Say(name, true);
      case Corridor::Outcome::kStepped:
        stage::Tell("%s moves to opposite side", name);
        break;
      case Corridor::Outcome::kWaits:
        stage::Tell("%s waits patiently", name);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        break;
    }
  }
  return Say(name, false);
}

void Play() {
  Corridor corridor;
  stage::Cast cast;
  const auto robot = [&corridor](std::size_t self, const char* name, unsigned seed) {
    return [&corridor, self, name, coin = Coin(seed)]() mutable {
      while (!TryToPass(corridor, self, name, coin)) std::this_thread::yield();
    };
  };
  cast.Enter("R2D2", robot(0, "R2D2", kR2D2));
  cast.Enter("C3PO", robot(1, "C3PO", kC3PO));
  cast.Leave();
  stage::Tell("The robots figured it out!");
}

}  // namespace safe

int main() { VARIANT::Play(); }
