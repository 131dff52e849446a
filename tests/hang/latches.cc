// SPDX-License-Identifier: Apache-2.0
//
// Hangs of latches, barriers, semaphores, and waits for an atomic.
#include <atomic>
#include <barrier>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>

#include "play.h"

// HANGS latch_one_short: deadlock likely; threads main waits; locks done
static void latch_one_short() {
  static std::latch done(2);
  done.count_down();
  Thread("waits", [] { done.wait(); }).join();
}

// HANGS latch_under_guard: deadlock likely; threads main worker; locks done mutex
static void latch_under_guard() {
  static std::mutex mutex;
  static std::latch done(1);
  std::thread worker = Thread("worker", [] {
    usleep(100'000);
    const std::lock_guard also(mutex);
    done.count_down();
  });
  const std::lock_guard hold(mutex);
  done.wait();
  worker.join();
}

// SILENT slow_latch
static void slow_latch() {
  static std::latch done(1);
  std::thread worker = Thread("worker", [] {
    LetItLook();
    done.count_down();
  });
  done.wait();
  worker.join();
}

// HANGS barrier_short_of_one: deadlock likely; threads main waits; locks -
static void barrier_short_of_one() {
  static std::barrier barrier(2);
  Thread("waits", [] { barrier.arrive_and_wait(); }).join();
}

// HANGS never_released: deadlock likely; threads main worker; locks items
static void never_released() {
  static std::counting_semaphore<4> items(0);
  Thread("worker", [] { items.acquire(); }).join();
}

// HANGS binary_semaphores_crossed: deadlock likely; threads main left right; locks first second
static void binary_semaphores_crossed() {
  static std::binary_semaphore first(1), second(1);
  static Cue left, right;
  std::thread thread = Thread("left", [] {
    first.acquire();
    Meet(left, right);
    second.acquire();
  });
  Thread("right", [] {
    second.acquire();
    Meet(right, left);
    first.acquire();
  }).join();
  thread.join();
}

// HANGS atomic_never_changes: deadlock likely; threads main waits; locks flag
static void atomic_never_changes() {
  static std::atomic<int> flag = 0;
  Thread("waits", [] { flag.wait(0); }).join();
}

// It was changed, and nobody said so.
// HANGS atomic_changed_in_silence: deadlock likely; threads main waits; locks flag
static void atomic_changed_in_silence() {
  static std::atomic<int> flag = 0;
  static int where;
  std::thread thread = Thread("waits", [] {
    SayWhere(&where);
    flag.wait(0);
  });
  AwaitAsleep(&where);
  flag = 1;
  thread.join();
}

// SILENT atomic_changed_late
static void atomic_changed_late() {
  static std::atomic<int> flag = 0;
  std::thread thread = Thread("changes", [] {
    LetItLook();
    flag = 1;
    flag.notify_all();
  });
  flag.wait(0);
  thread.join();
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"latch_one_short", latch_one_short},
      {"latch_under_guard", latch_under_guard},
      {"slow_latch", slow_latch},
      {"barrier_short_of_one", barrier_short_of_one},
      {"never_released", never_released},
      {"binary_semaphores_crossed", binary_semaphores_crossed},
      {"atomic_never_changes", atomic_never_changes},
      {"atomic_changed_in_silence", atomic_changed_in_silence},
      {"atomic_changed_late", atomic_changed_late},
  };
  return PlayOne(cases, count, words);
}
