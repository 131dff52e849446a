// SPDX-License-Identifier: Apache-2.0
//
// Hangs of the standard library's locks, joins, functions that are run once, and static variables.
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "play.h"

// HANGS crossed_guards: deadlock certain; threads left right; locks first second
static void crossed_guards() {
  static std::mutex first, second;
  static Cue left, right;
  static const auto cross = [](std::mutex& mine, std::mutex& other, Cue& give, Cue& await) {
    const std::lock_guard hold(mine);
    Meet(give, await);
    const std::lock_guard both(other);
  };
  std::thread thread = Thread("left", [] { cross(first, second, left, right); });
  Thread("right", [] { cross(second, first, right, left); }).join();
  thread.join();
}

// SILENT scoped_locks
static void scoped_locks() {
  static std::mutex first, second;
  static const auto cross = [](std::mutex& mine, std::mutex& other) {
    for (int i = 0; i < 10'000; ++i) const std::scoped_lock both(mine, other);
  };
  std::thread thread = Thread("left", [] { cross(first, second); });
  Thread("right", [] { cross(second, first); }).join();
  thread.join();
}

// HANGS recursive_and_timed: deadlock certain; threads left right; locks recursive timed
static void recursive_and_timed() {
  static std::recursive_mutex recursive;
  static std::timed_mutex timed;
  static Cue left, right;
  std::thread thread = Thread("left", [] {
    const std::lock_guard once(recursive);
    const std::lock_guard twice(recursive);
    Meet(left, right);
    timed.lock();
  });
  Thread("right", [] {
    const std::lock_guard hold(timed);
    Meet(right, left);
    recursive.lock();
  }).join();
  thread.join();
}

// HANGS shared_and_exclusive: deadlock certain; threads reader writer; locks shared mutex
static void shared_and_exclusive() {
  static std::shared_mutex shared;
  static std::mutex mutex;
  static Cue reads, writes;
  std::thread thread = Thread("reader", [] {
    const std::shared_lock hold(shared);
    Meet(reads, writes);
    mutex.lock();
  });
  Thread("writer", [] {
    const std::lock_guard hold(mutex);
    Meet(writes, reads);
    shared.lock();
  }).join();
  thread.join();
}

// HANGS shared_upgrade: self-deadlock certain; threads upgrader; locks shared
static void shared_upgrade() {
  static std::shared_mutex shared;
  Thread("upgrader", [] {
    const std::shared_lock hold(shared);
    shared.lock();
  }).join();
}

// HANGS join_under_guard: deadlock certain; threads main worker; locks mutex
static void join_under_guard() {
  static std::mutex mutex;
  const std::lock_guard hold(mutex);
  Thread("worker", [] { const std::lock_guard also(mutex); }).join();
}

// HANGS jthread_under_guard: deadlock certain; threads main worker; locks mutex
static void jthread_under_guard() {
  static std::mutex mutex;
  const std::lock_guard hold(mutex);
  const std::jthread worker([] {
    pthread_setname_np(pthread_self(), "worker");
    const std::lock_guard also(mutex);
  });
}

// HANGS once_and_guard: deadlock certain; threads main first; locks mutex once
static void once_and_guard() {
  static std::mutex mutex;
  static std::once_flag once;
  static Cue runs, held;
  std::thread thread = Thread("first", [] {
    std::call_once(once, [] {
      Give(&runs);
      Await(&held);
      const std::lock_guard also(mutex);
    });
  });
  Await(&runs);
  const std::lock_guard hold(mutex);
  Give(&held);
  std::call_once(once, [] {});
  thread.join();
}

static std::mutex guards_made;
static Cue making, guarded;
static int Make() {
  Give(&making);
  Await(&guarded);
  const std::lock_guard hold(guards_made);
  return 1;
}
static int Made() {
  static const int made = Make();
  return made;
}
// HANGS static_and_guard: deadlock certain; threads main first; locks guards_made made
static void static_and_guard() {
  std::thread thread = Thread("first", [] { Made(); });
  Await(&making);
  const std::lock_guard hold(guards_made);
  Give(&guarded);
  Made();
  thread.join();
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"crossed_guards", crossed_guards},           {"scoped_locks", scoped_locks},
      {"recursive_and_timed", recursive_and_timed}, {"shared_and_exclusive", shared_and_exclusive},
      {"shared_upgrade", shared_upgrade},           {"join_under_guard", join_under_guard},
      {"jthread_under_guard", jthread_under_guard}, {"once_and_guard", once_and_guard},
      {"static_and_guard", static_and_guard},
  };
  return PlayOne(cases, count, words);
}
