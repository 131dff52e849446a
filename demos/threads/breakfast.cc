// SPDX-License-Identifier: Apache-2.0
//
// Breakfast, by one cook and by three: what threads are good for, and the first thing they break.
//
// Toast takes 30 ms, coffee 20, eggs 40 (the lesson's 3, 2 and 4 seconds, a hundred times shorter). One cook who
// makes them one after another needs the sum, 90 ms. But nobody has to stand and watch a toaster. Three cooks with
// one dish each are done when the slowest dish is done: 40 ms. That is the whole reason for threads: waits that
// overlap.
//
// Now the price. The cooks share a kitchen, and on its wall hangs a board with the number of dishes that are ready. A
// cook looks at the board on the way in, cooks, and then writes one more than he saw. Alone that is perfectly right.
// With three cooks, all three look at a board that says 0, and all three write 1. There are three dishes on the table
// and one on the board, nobody did anything wrong that he could see, and the timing looks splendid.
//
// Two threads touched the same variable, at least one of them to write, and nothing said who goes first: that is a
// data race. In C++ it is worse than a wrong number, it is undefined: the compiler may assume that it never happens.
//
//   unsafe  three cooks read and write the board without a lock; the board ends at 1
//   safe    the board is read and written in one go, under its lock, after the cooking; whoever wants the final number
//           joins the cooks first. The cooking itself holds no lock, so it still overlaps: same 40 ms
//
// LESSON: Why Do We Need Multi-threading?
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the board has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <chrono>
#include <cstddef>
#include <thread>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

using std::chrono::milliseconds;

struct Dish {
  const char* cook;
  const char* start;
  const char* ready;
  milliseconds time;
};

constexpr std::array<Dish, 3> kBreakfast = {{
    {"toast cook", "Making toast...", "Toast ready!", milliseconds(30)},
    {"coffee cook", "Making coffee...", "Coffee ready!", milliseconds(20)},
    {"egg cook", "Cooking eggs...", "Eggs ready!", milliseconds(40)},
}};

void Make(const Dish& dish) {
  stage::Tell("%s", dish.start);
  std::this_thread::sleep_for(dish.time);
  stage::Tell("%s", dish.ready);
}

int Time(auto work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const auto time = std::chrono::steady_clock::now() - start;
  return static_cast<int>(std::chrono::duration_cast<milliseconds>(time).count());
}

void OneAfterAnother() {
  for (const Dish& dish : kBreakfast) Make(dish);
}

}  // namespace

namespace unsafe {

struct Board {
  int dishes = 0;
};

void Cook(Board& board, auto make_the_dish) {
  const int seen = board.dishes;  // <- data-race
  make_the_dish();
  board.dishes = seen + 1;  // <- data-race
}

void Play() {
  stage::Tell("One after another: %d ms in all.\n", Time(OneAfterAnother));

  Board board;
  std::array<stage::Cue, kBreakfast.size()> looked;
  std::array<stage::Cue, kBreakfast.size()> made;
  std::array<stage::Cue, kBreakfast.size()> wrote;
  stage::Cue clock_stopped("the clock is stopped");  // a report takes time, and the board is not what is measured
  stage::Cast kitchen;
  const int time = Time([&] {
    for (std::size_t i = 0; i < kBreakfast.size(); ++i) {
      kitchen.Enter(kBreakfast[i].cook, [&, i] {
        if (i > 0) looked[i - 1].Await();
        Cook(board, [&] {
          looked[i].Give();
          looked.back().Await();  // so everyone has seen 0
          Make(kBreakfast[i]);
          made[i].Give();
          clock_stopped.Await();
          if (i > 0) wrote[i - 1].Await();
        });
        wrote[i].Give();
      });
    }
    for (const stage::Cue& dish : made) dish.Await();
  });
  stage::Tell("With threads: %d ms in all.", time);
  clock_stopped.Give();
  kitchen.Leave();
  stage::Show(board.dishes == 1, "The board says %d dish is ready (should be 3).", board.dishes);
}

}  // namespace unsafe

namespace safe {

class Board {
 public:
  void OneMore() {
    const snarl::lock_guard hold(mutex_);
    ++dishes_;
  }
  int dishes() {
    const snarl::lock_guard hold(mutex_);
    return dishes_;
  }

 private:
  snarl::mutex mutex_{"board"};
  int dishes_ SNARL_GUARDED_BY(mutex_) = 0;
};

void Breakfast(Board& board) {
  stage::Cast kitchen;
  for (const Dish& dish : kBreakfast) {
    kitchen.Enter(dish.cook, [&board, &dish] {
      Make(dish);
      board.OneMore();
    });
  }
  kitchen.Leave();  // joins: from here on everything the cooks did is visible
}

void Play() {
  stage::Tell("One after another: %d ms in all.\n", Time(OneAfterAnother));
  Board board;
  stage::Tell("With threads: %d ms in all.", Time([&] { Breakfast(board); }));
  stage::Show(board.dishes() == 3, "The board says %d dishes are ready.", board.dishes());
}

}  // namespace safe

int main() { VARIANT::Play(); }
