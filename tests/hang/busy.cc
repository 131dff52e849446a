// SPDX-License-Identifier: Apache-2.0
//
// Programs whose threads are busy with locks, and get on.
#include "play.h"

// SILENT slow_holder
static void slow_holder() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static Cue held;
  const pthread_t thread = Start("holder", [] { Take(mutex), Give(&held), usleep(3'000'000), Let(mutex); });
  Await(&held);
  Take(mutex);
  Let(mutex);
  Join(thread);
}

// SILENT contention
static void contention() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static Cue enough;
  static const auto compete = [] {
    while (__atomic_load_n(&enough.given, __ATOMIC_RELAXED) == 0) Take(mutex), Let(mutex);
  };
  pthread_t threads[8];
  for (pthread_t& thread : threads) thread = Start("rival", [] { compete(); });
  LetItLook();
  Give(&enough);
  for (const pthread_t thread : threads) Join(thread);
}

// SILENT computation
static void computation() {
  static Cue enough;
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static Cue held;
  const pthread_t thread = Start("computes", [] {
    Take(mutex);
    Give(&held);
    for (volatile unsigned long n = 0; __atomic_load_n(&enough.given, __ATOMIC_RELAXED) == 0;) n = n * 31 + 1;
    Let(mutex);
  });
  Await(&held);
  const pthread_t waits = Start("waits", [] { Take(mutex), Let(mutex); });
  LetItLook();
  Give(&enough);
  Join(thread);
  Join(waits);
}

// SILENT tries_until_free
static void tries_until_free() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static Cue held;
  const pthread_t thread = Start("holder", [] { Take(mutex), Give(&held), LetItLook(), Let(mutex); });
  Await(&held);
  while (pthread_mutex_trylock(&mutex) != 0) usleep(100);
  Let(mutex);
  Join(thread);
}

// SILENT timed_locks_give_up
static void timed_locks_give_up() {
  static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
  static Cue left, right;
  static const auto cross = [](pthread_mutex_t& mine, pthread_mutex_t& other, Cue& give, Cue& await) {
    Take(mine);
    Meet(give, await);
    timespec until = {};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    if (pthread_mutex_timedlock(&other, &until) == 0) Let(other);
    Let(mine);
  };
  const pthread_t thread = Start("left", [] { cross(first, second, left, right); });
  Join(Start("right", [] { cross(second, first, right, left); }));
  Join(thread);
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"slow_holder", slow_holder},
      {"contention", contention},
      {"computation", computation},
      {"tries_until_free", tries_until_free},
      {"timed_locks_give_up", timed_locks_give_up},
  };
  return PlayOne(cases, count, words);
}
