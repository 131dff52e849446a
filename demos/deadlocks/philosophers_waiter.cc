// SPDX-License-Identifier: Apache-2.0
//
// The philosophers have a waiter now, who hands out the forks; one by one, and so they starve as before.
//
// The second classical cure is a waiter. The forks lie with him, and who is hungry asks. He knows which forks are out, and
// where one is not there, the guest waits until it comes back. So it is written here: a list of forks, one lock for the list,
// one condition variable for "something came back". Nobody holds a lock while he waits. No lock is ever taken inside another. And
// all five sit there with one fork each.
//
// The forks are *data* now, five flags in a list, and have become invisible: for every tool there is one mutex, always free, and
// threads that wait for a notification, as good threads do. A deadlock needs no locks. It needs things that only one can have, and
// somebody who keeps one and waits for the next.
//
//   unsafe  the guest asks for the left fork, and when he has it for the right one.
//   safe    the waiter gives both or none: the guest waits, empty-handed, until both lie there, and takes them at once.
//           (deadlocks/philosophers_ordered is the first classical cure.)
//
// VERDICT unsafe tsan: misses deadlock -- the forks are data, and nobody holds a lock
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- the forks are data, and nobody holds a lock
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "demos/stage/stage.h"

namespace {

constexpr int kSeats = 5;

struct Waiter {
  std::mutex list;
  std::condition_variable came_back;
  std::array<bool, kSeats> out{};  // which forks are out; guarded by list
  std::atomic<int> hungry = 0;
  stage::Cue all_hungry{"all five at the table"};

  void SitDown() {
    if (hungry.fetch_add(1, std::memory_order_relaxed) == kSeats - 1) all_hungry.Give();
    all_hungry.Await();
  }
  bool& Out(int fork) { return out[static_cast<std::size_t>(fork)]; }
};

}  // namespace

namespace unsafe {

void AskFor(Waiter& waiter, int fork) {
  std::unique_lock hold(waiter.list);
  waiter.came_back.wait(hold, [&] { return !waiter.Out(fork); });  // <- deadlock
  waiter.Out(fork) = true;
}

void Eat(Waiter& waiter, int seat) {
  AskFor(waiter, seat);
  stage::Tell("Philosopher %d gets fork %d.", seat, seat);
  waiter.SitDown();
  AskFor(waiter, (seat + 1) % kSeats);
  stage::Show(false, "Philosopher %d eats.", seat);
}

}  // namespace unsafe

namespace safe {

void AskForBoth(Waiter& waiter, int left, int right) {
  std::unique_lock hold(waiter.list);
  waiter.came_back.wait(hold, [&] { return !waiter.Out(left) && !waiter.Out(right); });
  waiter.Out(left) = waiter.Out(right) = true;
}

void PutBack(Waiter& waiter, int left, int right) {
  std::lock_guard hold(waiter.list);
  waiter.Out(left) = waiter.Out(right) = false;
  waiter.came_back.notify_all();
}

void Eat(Waiter& waiter, int seat) {
  waiter.SitDown();
  AskForBoth(waiter, seat, (seat + 1) % kSeats);
  stage::Tell("Philosopher %d eats.", seat);
  PutBack(waiter, seat, (seat + 1) % kSeats);
}

}  // namespace safe

int main() {
  Waiter waiter;
  stage::Cast cast;
  const char* const names[kSeats] = {"Plato", "Hypatia", "Kant", "Hume", "Arendt"};
  for (int seat = 0; seat < kSeats; ++seat) cast.Enter(names[seat], [&waiter, seat] { VARIANT::Eat(waiter, seat); });
}
