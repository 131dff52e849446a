// SPDX-License-Identifier: Apache-2.0
//
// Hangs with joins, with functions that are run once, and of a lock whose holder has ended: who could end each wait is certain.
#include "play.h"

// HANGS join_under_lock: deadlock certain; threads main worker; locks mutex
static void join_under_lock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  Take(mutex);
  Join(Start("worker", [] { Take(mutex); }));
}

// SILENT join_after_unlock
static void join_after_unlock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static int worker;
  Take(mutex);
  const pthread_t thread = Start("worker", [] { SayWhere(&worker), Take(mutex), Let(mutex), LetItLook(); });
  AwaitAsleep(&worker);
  Let(mutex);
  Join(thread);
}

// HANGS join_ring: deadlock certain; threads one two three; locks
static void join_ring() {
  static pthread_t one, two, three;
  static Cue begin;
  one = Start("one", [] { Await(&begin), Join(two); });
  two = Start("two", [] { Await(&begin), Join(three); });
  three = Start("three", [] { Await(&begin), Join(one); });
  Give(&begin);
  pause();
}

// The lock's holder joins a thread that joins one that needs the lock.
// HANGS join_of_joiner_under_lock: deadlock certain; threads main middle last; locks mutex
static void join_of_joiner_under_lock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  Take(mutex);
  Join(Start("middle", [] { Join(Start("last", [] { Take(mutex); })); }));
}

// HANGS holder_has_ended: orphaned-lock certain; threads forgetful; locks mutex
static void holder_has_ended() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  Join(Start("forgetful", [] { Take(mutex); }));
  Take(mutex);
}

// HANGS once_and_mutex: deadlock certain; threads main first; locks mutex once
static void once_and_mutex() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static Cue runs, held;
  Start("first", [] { pthread_once(&once, [] { Give(&runs), Await(&held), Take(mutex); }); });
  Await(&runs);
  Take(mutex);
  Give(&held);
  pthread_once(&once, [] {});
}

// SILENT slow_once
static void slow_once() {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static Cue runs;
  const pthread_t thread = Start("first", [] { pthread_once(&once, [] { Give(&runs), LetItLook(); }); });
  Await(&runs);
  pthread_once(&once, [] {});
  Join(thread);
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"join_under_lock", join_under_lock},
      {"join_after_unlock", join_after_unlock},
      {"join_ring", join_ring},
      {"join_of_joiner_under_lock", join_of_joiner_under_lock},
      {"holder_has_ended", holder_has_ended},
      {"once_and_mutex", once_and_mutex},
      {"slow_once", slow_once},
  };
  return PlayOne(cases, count, words);
}
