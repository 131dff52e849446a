// SPDX-License-Identifier: Apache-2.0
//
// The counter: five threads add one each, and it says 1.
//
// This is the smallest data race there is and the one that everybody meets first. Five threads, one counter, each
// adds one. The counter should be 5. With the pause between reading and writing that the lesson puts there ("simulate
// some work") all five read 0 and all five write 1: four of the five increments are lost. Run it without the pause
// and it may say 5 a thousand times, until the customer runs it.
//
// It is tempting to think that ++counter is safe because it is so short. It is a read, an addition and a write,
// whether you write it on one line or on three; on some processors it is even a single instruction, and still not a
// single step, because the memory belongs to all of them.
//
// There are two cures, and it is worth knowing when to take which:
//
//   A lock makes any number of steps into one, and protects more than a number. It costs a wait when two meet.
//
//   An atomic makes exactly one operation on exactly one value indivisible; fetch_add never waits for anybody. But read
//   an atomic and then write it, counter = counter + 1, and you are back at the start: two indivisible steps with a gap
//   between them, and this time ThreadSanitizer is silent.
//
//   unsafe  five threads read and write a plain int: the counter ends at 1
//   safe    once with a lock around the increment, and once with std::atomic and fetch_add: 5 and 5
//
// LESSON: Thread Synchronization
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the counter has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <atomic>
#include <cstddef>
#include <string>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

constexpr std::size_t kThreads = 5;

std::string ThreadName(std::size_t i) { return "incrementer " + std::to_string(i + 1); }

}  // namespace

namespace unsafe {

int counter = 0;

void IncrementCounter(auto some_work) {
  const int current = counter;  // <- data-race
  some_work();
  counter = current + 1;  // <- data-race
}

void Play() {
  std::array<stage::Cue, kThreads> read;
  std::array<stage::Cue, kThreads> wrote;
  stage::Cast cast;
  for (std::size_t i = 0; i < kThreads; ++i) {
    cast.Enter(ThreadName(i), [&read, &wrote, i] {
      if (i > 0) read[i - 1].Await();
      IncrementCounter([&] {
        read[i].Give();
        read.back().Await();
        if (i > 0) wrote[i - 1].Await();
      });
      wrote[i].Give();
    });
  }
  cast.Leave();
  stage::Show(counter == 1, "Counter should be 5, but it's actually %d", counter);
}

}  // namespace unsafe

namespace safe {

snarl::mutex lock{"counter"};
int counter SNARL_GUARDED_BY(lock) = 0;
std::atomic<int> atomic_counter = 0;

void IncrementCounter() {
  const snarl::lock_guard hold(lock);
  const int current = counter;
  counter = current + 1;
}

void IncrementAtomicCounter() { atomic_counter.fetch_add(1); }

void Play() {
  stage::Cast cast;
  for (std::size_t i = 0; i < kThreads; ++i) {
    cast.Enter(ThreadName(i), [] {
      IncrementCounter();
      IncrementAtomicCounter();
    });
  }
  cast.Leave();
  const snarl::lock_guard hold(lock);
  stage::Show(counter == 5, "Counter is correctly %d, with a lock", counter);
  stage::Show(atomic_counter == 5, "Counter is correctly %d, as an atomic", atomic_counter.load());
}

}  // namespace safe

int main() { VARIANT::Play(); }
