// SPDX-License-Identifier: Apache-2.0
//
// Hangs of pthread's locks: who could end each wait is certain.
#include "play.h"

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
  };
  return PlayOne(cases, count, words);
}
