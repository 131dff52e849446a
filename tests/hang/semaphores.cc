// SPDX-License-Identifier: Apache-2.0
//
// Hangs of pthread's semaphores and barriers: who could end a wait is known only from who did before, or not at all.
#include <semaphore.h>

#include <csignal>

#include "play.h"

// Long after what hangs was said, on a busy machine too.
static void EndLater() {
  Start("ends it", [] {
    usleep(3'000'000);
    exit(0);
  });
}
// A signal comes from outside, so late; and as often.
static void SignalLater(unsigned microseconds, int times) {
  const pid_t self = getpid();
  if (fork() != 0) return;
  while (times-- > 0) usleep(microseconds), kill(self, SIGTERM);
  _exit(0);
}
static void Wait(sem_t& semaphore) {
  while (sem_wait(&semaphore) != 0) continue;
}

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
  EndLater();
  semaphore_under_lock();
}

// Semaphores as locks, while another thread goes on.
// HANGS crossed_semaphores_among_the_living: deadlock likely; threads left right; locks first second
static void crossed_semaphores_among_the_living() {
  EndLater();
  crossed_semaphores();
}

// The same where everybody stands still but for the handler of a signal, which might post, and to these never does.
// HANGS crossed_semaphores_and_a_handler: deadlock likely; threads left right; locks first second
static void crossed_semaphores_and_a_handler() {
  static sem_t end, first, second;
  static Cue left, right;
  sem_init(&end, 0, 0);
  sem_init(&first, 0, 1);
  sem_init(&second, 0, 1);
  signal(SIGTERM, [](int) { sem_post(&end); });
  SignalLater(3'000'000, 1);
  Start("left", [] { Wait(first), Meet(left, right), Wait(second); });
  Start("right", [] { Wait(second), Meet(right, left), Wait(first); });
  Wait(end);
  exit(0);
}

// SILENT bells_rung_by_a_handler
static void bells_rung_by_a_handler() {
  static sem_t left, right;
  sem_init(&left, 0, 1);
  sem_init(&right, 0, 1);
  signal(SIGTERM, [](int) { sem_post(&left), sem_post(&right); });
  SignalLater(700'000, 2);
  const pthread_t thread = Start("left", [] { Wait(left), Wait(left), Wait(left); });
  Join(Start("right", [] { Wait(right), Wait(right), Wait(right); }));
  Join(thread);
}

// The main thread has it, as with a lock, and gives it back in a handler in the middle of a wait.
// SILENT given_back_by_a_handler
static void given_back_by_a_handler() {
  static sem_t lock;
  sem_init(&lock, 0, 1);
  sem_wait(&lock);
  signal(SIGTERM, [](int) { sem_post(&lock); });
  SignalLater(1'000'000, 1);
  Join(Start("waits", [] { Wait(lock); }));
}

// Who posts has never taken: they are no locks, although the threads hold them crosswise.
// SILENT permits
static void permits() {
  static sem_t first, second;
  static Cue left, right;
  sem_init(&first, 0, 1);
  sem_init(&second, 0, 1);
  Join(Start("took both", [] { Wait(first), Wait(second); }));
  sem_post(&first), sem_post(&second);
  const pthread_t thread = Start("left", [] { Wait(first), Meet(left, right), Wait(second); });
  const pthread_t other = Start("right", [] { Wait(second), Meet(right, left), Wait(first); });
  usleep(1'000'000);
  sem_post(&first), sem_post(&second);
  Join(thread), Join(other);
}

// At the addresses of semaphores that these threads had taken crosswise there are new ones by now.
// SILENT new_semaphores_there
static void new_semaphores_there() {
  static sem_t first, second;
  static Cue left, right, anew;
  const auto make = [] { sem_init(&first, 0, 1), sem_init(&second, 0, 1); };
  make();
  const pthread_t thread = Start("left", [] { Wait(first), Give(&left), Await(&anew), Wait(second); });
  const pthread_t other = Start("right", [] { Wait(second), Give(&right), Await(&anew), Wait(first); });
  Await(&left), Await(&right);
  sem_destroy(&first), sem_destroy(&second);
  make();
  Join(Start("took both", [] { Wait(first), Wait(second); }));
  Give(&anew);
  usleep(1'000'000);
  sem_post(&first), sem_post(&second);
  Join(thread), Join(other);
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
      {"crossed_semaphores_among_the_living", crossed_semaphores_among_the_living},
      {"crossed_semaphores_and_a_handler", crossed_semaphores_and_a_handler},
      {"bells_rung_by_a_handler", bells_rung_by_a_handler},
      {"given_back_by_a_handler", given_back_by_a_handler},
      {"permits", permits},
      {"new_semaphores_there", new_semaphores_there},
      {"barrier_one_short", barrier_one_short},
      {"slow_arrival", slow_arrival},
      {"barrier_under_lock", barrier_under_lock},
      {"barrier_left_by_one", barrier_left_by_one},
  };
  return PlayOne(cases, count, words);
}
