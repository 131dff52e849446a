// SPDX-License-Identifier: Apache-2.0
//
// Five philosophers, five forks: each takes the fork on the left, and all of them starve.
//
// Dijkstra's table: five plates in a circle, a fork between every two. Who wants to eat needs both, the left one and the right
// one, and thinks otherwise. "First the left, then the right" is a rule that every one of them can follow; and when all sit
// down in the same moment, each has one fork and waits for that of the neighbour, round the table, for ever.
//
// The rule looks the same for everybody, and that is the trap. The forks are numbered, and four of the philosophers take the lower
// number first; for the fifth the left fork is number 4 and the right one number 0. One odd one out is enough for a circle.
//
//   unsafe  left, then right.
//   safe    the fork with the lower number first: an order of all locks, which no circle can go round. Four take the left one
//           first, the fifth the right one, and so at least one of them has both. (In a program: order by address, by id, or
//           leave it to std::scoped_lock.) deadlocks/philosophers_waiter is the other classical cure.
//
// VERDICT unsafe tsan: misses deadlock -- it notes a lock order after the grant, and no second fork is ever granted
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- it notes a lock order after the grant, and no second fork is ever granted
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>

#include "demos/stage/stage.h"

namespace {

constexpr int kSeats = 5;

struct Table {
  std::array<std::mutex, kSeats> forks;
  std::atomic<int> hungry = 0;
  stage::Cue all_hungry{"all five at the table"};

  // All five sit down in the same moment.
  void SitDown() {
    if (hungry.fetch_add(1, std::memory_order_relaxed) == kSeats - 1) all_hungry.Give();
    all_hungry.Await();
  }
  std::mutex& Fork(int number) { return forks[static_cast<std::size_t>(number)]; }
};

}  // namespace

namespace unsafe {

void Eat(Table& table, int seat) {
  std::lock_guard left(table.Fork(seat));
  stage::Tell("Philosopher %d has fork %d.", seat, seat);
  table.SitDown();
  std::lock_guard right(table.Fork((seat + 1) % kSeats));  // <- deadlock
  stage::Show(false, "Philosopher %d eats.", seat);
}

}  // namespace unsafe

namespace safe {

void Eat(Table& table, int seat) {
  table.SitDown();
  const auto [lower, higher] = std::minmax({seat, (seat + 1) % kSeats});
  std::lock_guard first(table.Fork(lower));
  std::lock_guard second(table.Fork(higher));
  stage::Tell("Philosopher %d eats.", seat);
}

}  // namespace safe

int main() {
  Table table;
  stage::Cast cast;
  const char* const names[kSeats] = {"Plato", "Hypatia", "Kant", "Hume", "Arendt"};
  for (int seat = 0; seat < kSeats; ++seat) cast.Enter(names[seat], [&table, seat] { VARIANT::Eat(table, seat); });
}
