// SPDX-License-Identifier: Apache-2.0
//
// Hangs of pthread's locks and joins: who could end each wait is certain.
#include "play.h"

static void Take(pthread_mutex_t& mutex) { pthread_mutex_lock(&mutex); }
static void Let(pthread_mutex_t& mutex) { pthread_mutex_unlock(&mutex); }

// HANGS crossed_mutexes: deadlock certain; threads left right; locks first second
static void crossed_mutexes() {
  static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
  static Cue left, right;
  const pthread_t thread = Start("left", [] {
    Take(first);
    Meet(left, right);
    Take(second);
  });
  Join(Start("right", [] {
    Take(second);
    Meet(right, left);
    Take(first);
  }));
  Join(thread);
}

// HANGS ring_of_three: deadlock certain; threads one two three; locks a b c
static void ring_of_three() {
  static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER;
  static Cue has[3];
  static const auto all = [] {
    for (Cue& cue : has) Await(&cue);
  };
  Start("one", [] { Take(a), Give(&has[0]), all(), Take(b); });
  Start("two", [] { Take(b), Give(&has[1]), all(), Take(c); });
  Join(Start("three", [] { Take(c), Give(&has[2]), all(), Take(a); }));
}

// HANGS philosophers: deadlock certain; threads plato kant hume marx mill; locks forks forks forks forks forks
static void philosophers() {
  static pthread_mutex_t forks[5] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                     PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
  static Cue has[5];
  static const auto dine = [](int seat) {
    Take(forks[seat]);
    Give(&has[seat]);
    for (Cue& cue : has) Await(&cue);
    Take(forks[(seat + 1) % 5]);
  };
  Start("plato", [] { dine(0); });
  Start("kant", [] { dine(1); });
  Start("hume", [] { dine(2); });
  Start("marx", [] { dine(3); });
  Join(Start("mill", [] { dine(4); }));
}

// SILENT philosophers_in_order
static void philosophers_in_order() {
  static pthread_mutex_t forks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
  static const auto dine = [](int low, int high) {
    for (int meal = 0; meal < 20'000; ++meal) Take(forks[low]), Take(forks[high]), Let(forks[high]), Let(forks[low]);
  };
  const pthread_t one = Start("one", [] { dine(0, 1); });
  const pthread_t two = Start("two", [] { dine(1, 2); });
  Join(Start("three", [] { dine(0, 2); }));
  Join(one);
  Join(two);
}

// Two of five hang; the others go on.
// HANGS among_the_living: deadlock certain; threads left right; locks first second
static void among_the_living() {
  static pthread_mutex_t busy = PTHREAD_MUTEX_INITIALIZER;
  for (const char* name : {"busy", "bustling"}) {
    Start(name, [] {
      for (;;) Take(busy), usleep(100), Let(busy);
    });
  }
  crossed_mutexes();
}

// HANGS mutex_and_rwlock: deadlock certain; threads left right; locks mutex rwlock
static void mutex_and_rwlock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  static Cue left, right;
  Start("left", [] { Take(mutex), Meet(left, right), pthread_rwlock_rdlock(&rwlock); });
  Join(Start("right", [] { pthread_rwlock_wrlock(&rwlock), Meet(right, left), Take(mutex); }));
}

// The writer needs all readers; one of them waits for what it holds, the other sleeps.
// HANGS writer_behind_readers: deadlock certain; threads writer reader; locks rwlock mutex
static void writer_behind_readers() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  static Cue writes, reads, sleeps;
  Start("sleeper", [] { pthread_rwlock_rdlock(&rwlock), Give(&sleeps), pause(); });
  Start("reader", [] { pthread_rwlock_rdlock(&rwlock), Meet(reads, writes), Take(mutex); });
  Join(Start("writer", [] { Take(mutex), Await(&sleeps), Meet(writes, reads), pthread_rwlock_wrlock(&rwlock); }));
}

// HANGS crossed_rwlocks: deadlock certain; threads left right; locks first second
static void crossed_rwlocks() {
  static pthread_rwlock_t first = PTHREAD_RWLOCK_INITIALIZER, second = PTHREAD_RWLOCK_INITIALIZER;
  static Cue left, right;
  Start("left", [] { pthread_rwlock_rdlock(&first), Meet(left, right), pthread_rwlock_wrlock(&second); });
  Join(Start("right", [] { pthread_rwlock_rdlock(&second), Meet(right, left), pthread_rwlock_wrlock(&first); }));
}

// HANGS reads_twice_around_a_writer: deadlock certain; threads reader writer; locks rwlock
static void reads_twice_around_a_writer() {
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
  static int writer;
  pthread_setname_np(pthread_self(), "reader");
  pthread_rwlock_rdlock(&rwlock);
  const pthread_t thread = Start("writer", [] { SayWhere(&writer), pthread_rwlock_wrlock(&rwlock); });
  AwaitAsleep(&writer);
  pthread_rwlock_rdlock(&rwlock);
  Join(thread);
}

// SILENT reads_twice_before_a_writer
static void reads_twice_before_a_writer() {
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
  static int writer;
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_rdlock(&rwlock);
  const pthread_t thread =
      Start("writer", [] { SayWhere(&writer), pthread_rwlock_wrlock(&rwlock), pthread_rwlock_unlock(&rwlock); });
  AwaitAsleep(&writer);
  LetItLook();
  pthread_rwlock_unlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  Join(thread);
}

// HANGS upgrade: self-deadlock certain; threads upgrader; locks rwlock
static void upgrade() {
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  Join(Start("upgrader", [] { pthread_rwlock_rdlock(&rwlock), pthread_rwlock_wrlock(&rwlock); }));
}

// HANGS relock: self-deadlock certain; threads twice; locks mutex
static void relock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  Join(Start("twice", [] { Take(mutex), Take(mutex); }));
}

// HANGS mutex_and_spin_lock: deadlock certain; threads left right; locks mutex spin
static void mutex_and_spin_lock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_spinlock_t spin;
  static Cue left, right;
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  Start("left", [] { Take(mutex), Meet(left, right), pthread_spin_lock(&spin); });
  Join(Start("right", [] { pthread_spin_lock(&spin), Meet(right, left), Take(mutex); }));
}

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
      {"crossed_mutexes", crossed_mutexes},
      {"ring_of_three", ring_of_three},
      {"philosophers", philosophers},
      {"philosophers_in_order", philosophers_in_order},
      {"among_the_living", among_the_living},
      {"mutex_and_rwlock", mutex_and_rwlock},
      {"writer_behind_readers", writer_behind_readers},
      {"crossed_rwlocks", crossed_rwlocks},
      {"reads_twice_around_a_writer", reads_twice_around_a_writer},
      {"reads_twice_before_a_writer", reads_twice_before_a_writer},
      {"upgrade", upgrade},
      {"relock", relock},
      {"mutex_and_spin_lock", mutex_and_spin_lock},
      {"join_under_lock", join_under_lock},
      {"join_after_unlock", join_after_unlock},
      {"join_ring", join_ring},
      {"join_of_joiner_under_lock", join_of_joiner_under_lock},
      {"holder_has_ended", holder_has_ended},
      {"once_and_mutex", once_and_mutex},
      {"slow_once", slow_once},
      {"slow_holder", slow_holder},
      {"contention", contention},
      {"computation", computation},
      {"tries_until_free", tries_until_free},
      {"timed_locks_give_up", timed_locks_give_up},
  };
  return PlayOne(cases, count, words);
}
