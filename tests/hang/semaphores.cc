// SPDX-License-Identifier: Apache-2.0
//
// Hangs of pthread's semaphores and barriers: who could end a wait is known only from who did before, or not at all.
#include <semaphore.h>

#include "play.h"

// HANGS crossed_semaphores: deadlock likely; threads left right; locks first second
static void crossed_semaphores() {
  static sem_t first, second;
  static Cue left, right;
  sem_init(&first, 0, 1);
  sem_init(&second, 0, 1);
  const pthread_t thread = Start("left", [] { sem_wait(&first), Meet(left, right), sem_wait(&second); });
  Join(Start("right", [] { sem_wait(&second), Meet(right, left), sem_wait(&first); }));
  Join(thread);
}

// SILENT crossed_semaphores_of_two
static void crossed_semaphores_of_two() {
  static sem_t first, second;
  static Cue left, right;
  sem_init(&first, 0, 2);
  sem_init(&second, 0, 2);
  static const auto both = [](sem_t& mine, sem_t& other) { sem_wait(&mine), sem_wait(&other), LetItLook(); };
  const pthread_t thread = Start("left", [] { Meet(left, right), both(first, second); });
  Join(Start("right", [] { Meet(right, left), both(second, first); }));
  Join(thread);
}

// HANGS never_posted: deadlock likely; threads main worker; locks items
static void never_posted() {
  static sem_t items;
  sem_init(&items, 0, 0);
  Join(Start("worker", [] { sem_wait(&items); }));
}

// Each waits for the other before it posts itself.
// HANGS waits_before_posts: deadlock likely; threads main left right; locks to_left to_right
static void waits_before_posts() {
  static sem_t to_left, to_right;
  sem_init(&to_left, 0, 0);
  sem_init(&to_right, 0, 0);
  const pthread_t thread = Start("left", [] { sem_wait(&to_left), sem_post(&to_right); });
  Join(Start("right", [] { sem_wait(&to_right), sem_post(&to_left); }));
  Join(thread);
}

// SILENT posts_before_waits
static void posts_before_waits() {
  static sem_t to_left, to_right;
  sem_init(&to_left, 0, 0);
  sem_init(&to_right, 0, 0);
  const pthread_t thread = Start("left", [] { LetItLook(), sem_post(&to_right), sem_wait(&to_left); });
  Join(Start("right", [] { sem_post(&to_left), sem_wait(&to_right); }));
  Join(thread);
}

// HANGS semaphore_under_lock: deadlock likely; threads consumer producer; locks items mutex
static void semaphore_under_lock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static sem_t items;
  static Cue waits;
  sem_init(&items, 0, 0);
  const pthread_t thread = Start("consumer", [] { sem_wait(&items), Take(mutex), Give(&waits), sem_wait(&items); });
  Join(Start("producer", [] { sem_post(&items), Await(&waits), Take(mutex), sem_post(&items); }));
  Join(thread);
}

// The same while another thread goes on: said after lost_wakeup_ms, and the program goes on too.
// HANGS semaphore_under_lock_among_the_living: deadlock likely; threads consumer producer; locks items mutex
static void semaphore_under_lock_among_the_living() {
  Start("ends it", [] {
    usleep(1'200'000);
    exit(0);
  });
  semaphore_under_lock();
}

// HANGS barrier_one_short: deadlock likely; threads main one two; locks barrier
static void barrier_one_short() {
  static pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 3);
  const pthread_t thread = Start("one", [] { pthread_barrier_wait(&barrier); });
  Join(Start("two", [] { pthread_barrier_wait(&barrier); }));
  Join(thread);
}

// SILENT slow_arrival
static void slow_arrival() {
  static pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 3);
  const pthread_t thread = Start("one", [] { pthread_barrier_wait(&barrier); });
  Start("late", [] { LetItLook(), pthread_barrier_wait(&barrier); });
  pthread_barrier_wait(&barrier);
  Join(thread);
}

// HANGS barrier_under_lock: deadlock likely; threads early late; locks barrier mutex
static void barrier_under_lock() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_barrier_t barrier;
  static Cue held;
  pthread_barrier_init(&barrier, nullptr, 2);
  const pthread_t thread = Start("early", [] { Take(mutex), Give(&held), pthread_barrier_wait(&barrier), Let(mutex); });
  Join(Start("late", [] { Await(&held), Take(mutex), Let(mutex), pthread_barrier_wait(&barrier); }));
  Join(thread);
}

// In the second round one of them leaves.
// HANGS barrier_left_by_one: deadlock likely; threads main stays; locks barrier
static void barrier_left_by_one() {
  static pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  const pthread_t thread = Start("stays", [] { pthread_barrier_wait(&barrier), pthread_barrier_wait(&barrier); });
  Join(Start("leaves", [] { pthread_barrier_wait(&barrier); }));
  Join(thread);
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"crossed_semaphores", crossed_semaphores},
      {"crossed_semaphores_of_two", crossed_semaphores_of_two},
      {"never_posted", never_posted},
      {"waits_before_posts", waits_before_posts},
      {"posts_before_waits", posts_before_waits},
      {"semaphore_under_lock", semaphore_under_lock},
      {"semaphore_under_lock_among_the_living", semaphore_under_lock_among_the_living},
      {"barrier_one_short", barrier_one_short},
      {"slow_arrival", slow_arrival},
      {"barrier_under_lock", barrier_under_lock},
      {"barrier_left_by_one", barrier_left_by_one},
  };
  return PlayOne(cases, count, words);
}
