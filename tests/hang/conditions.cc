// SPDX-License-Identifier: Apache-2.0
//
// Hangs of pthread's condition variables and of the bare futex: who could end a wait is known only from who did before, or
// not at all.
#include <linux/futex.h>
#include <sys/syscall.h>

#include "play.h"

struct Bell {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t rings = PTHREAD_COND_INITIALIZER;
  int rung = 0;
};
static void AwaitRing(Bell& bell, int rung) {
  Take(bell.mutex);
  while (bell.rung < rung) pthread_cond_wait(&bell.rings, &bell.mutex);
  Let(bell.mutex);
}
static void Ring(Bell& bell) {
  Take(bell.mutex);
  ++bell.rung;
  pthread_cond_broadcast(&bell.rings);
  Let(bell.mutex);
}

// HANGS never_notified: deadlock likely; threads main worker; locks bell.rings
static void never_notified() {
  static Bell bell;
  Join(Start("worker", [] { AwaitRing(bell, 1); }));
}

// The worker had its work, and nobody tells it that there is no more.
// HANGS not_told_to_stop: deadlock likely; threads main worker; locks bell.rings
static void not_told_to_stop() {
  static Bell bell;
  static int worker;
  const pthread_t thread = Start("worker", [] { SayWhere(&worker), AwaitRing(bell, 1), AwaitRing(bell, 2); });
  AwaitAsleep(&worker);
  Ring(bell);
  Join(thread);
}

// SILENT told_to_stop
static void told_to_stop() {
  static Bell bell;
  const pthread_t thread = Start("worker", [] { AwaitRing(bell, 1), AwaitRing(bell, 2); });
  Ring(bell);
  Start("later", [] { LetItLook(), Ring(bell); });
  Join(thread);
}

// HANGS notifier_needs_the_outer_lock: deadlock likely; threads waiter ringer; locks outer bell.rings
static void notifier_needs_the_outer_lock() {
  static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  static Bell bell;
  static Cue held;
  const pthread_t thread = Start("waiter", [] { Take(outer), Give(&held), AwaitRing(bell, 1), Let(outer); });
  Join(Start("ringer", [] { Await(&held), Take(outer), Ring(bell), Let(outer); }));
  Join(thread);
}

// The notification came, and now it waits for the mutex.
// HANGS woken_and_at_the_mutex: deadlock certain; threads main waiter; locks outer inner
static void woken_and_at_the_mutex() {
  static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER, outer = PTHREAD_MUTEX_INITIALIZER;
  static pthread_cond_t rings = PTHREAD_COND_INITIALIZER;
  static int waiter;
  const pthread_t thread =
      Start("waiter", [] { Take(inner), Take(outer), SayWhere(&waiter), pthread_cond_wait(&rings, &inner); });
  AwaitAsleep(&waiter);
  Take(inner);
  pthread_cond_signal(&rings);
  Take(outer);
  Join(thread);
}

// Each was rung by the other before, and now both wait.
// HANGS two_bells: deadlock likely; threads left right; locks to_left.rings to_right.rings
static void two_bells() {
  static Bell to_left, to_right;
  static int left, right;
  const pthread_t thread = Start("left", [] {
    AwaitAsleep(&right);
    Ring(to_right);
    SayWhere(&left);
    AwaitRing(to_left, 1);
    AwaitRing(to_left, 2);
    Ring(to_right);
  });
  Join(Start("right", [] {
    SayWhere(&right);
    AwaitRing(to_right, 1);
    AwaitAsleep(&left);
    Ring(to_left);
    AwaitRing(to_right, 2);
    Ring(to_left);
  }));
  Join(thread);
}

// Each was rung only by the other so far, and both are idle; then main rings.
// SILENT idle_friends
static void idle_friends() {
  static Bell to_left, to_right;
  const pthread_t thread = Start("left", [] { Ring(to_right), AwaitRing(to_left, 1), AwaitRing(to_left, 2); });
  const pthread_t other = Start("right", [] { AwaitRing(to_right, 1), Ring(to_left), AwaitRing(to_right, 2); });
  LetItLook();
  Ring(to_left);
  Ring(to_right);
  Join(thread);
  Join(other);
}

// HANGS rung_before_the_wait: lost-wakeup likely; threads waiter main; locks rings
static void rung_before_the_wait() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_cond_t rings = PTHREAD_COND_INITIALIZER;
  pthread_cond_signal(&rings);
  Join(Start("waiter", [] { Take(mutex), pthread_cond_wait(&rings, &mutex); }));
}

// HANGS rung_for_one_of_two: lost-wakeup likely; threads same main; locks rings
static void rung_for_one_of_two() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  static pthread_cond_t rings = PTHREAD_COND_INITIALIZER;
  static int one, two;
  static bool open = false;
  static const auto wait = [](int* where) {
    Take(mutex);
    SayWhere(where);
    while (!open) pthread_cond_wait(&rings, &mutex);
    Let(mutex);
  };
  const pthread_t thread = Start("same", [] { wait(&one); });
  const pthread_t other = Start("same", [] { wait(&two); });
  AwaitAsleep(&one);
  AwaitAsleep(&two);
  Take(mutex);
  open = true;
  pthread_cond_signal(&rings);
  Let(mutex);
  Join(thread);
  Join(other);
}

// SILENT rung_for_both
static void rung_for_both() {
  static Bell bell;
  const pthread_t thread = Start("one", [] { AwaitRing(bell, 1); });
  Start("later", [] { LetItLook(), Ring(bell); });
  AwaitRing(bell, 1);
  Join(thread);
}

static int word;
static void Futex(int operation) { syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, 0, nullptr, nullptr, 0); }

// HANGS nobody_wakes: deadlock likely; threads main sleeper; locks word
static void nobody_wakes() {
  Join(Start("sleeper", [] { Futex(FUTEX_WAIT); }));
}

// SILENT woken_late
static void woken_late() {
  const pthread_t thread = Start("sleeper", [] { Futex(FUTEX_WAIT); });
  LetItLook();
  Futex(FUTEX_WAKE);
  Join(thread);
}

// Main has left, and those who are left cannot go on.
// HANGS main_has_left: deadlock likely; threads left right; locks - -
static void main_has_left() {
  static sem_t first, second;
  static Cue left, right;
  sem_init(&first, 0, 1);
  sem_init(&second, 0, 1);
  Start("left", [] { sem_wait(&first), Meet(left, right), sem_wait(&second); });
  Start("right", [] { sem_wait(&second), Meet(right, left), sem_wait(&first); });
  pthread_exit(nullptr);
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"never_notified", never_notified},
      {"not_told_to_stop", not_told_to_stop},
      {"told_to_stop", told_to_stop},
      {"notifier_needs_the_outer_lock", notifier_needs_the_outer_lock},
      {"woken_and_at_the_mutex", woken_and_at_the_mutex},
      {"two_bells", two_bells},
      {"idle_friends", idle_friends},
      {"rung_before_the_wait", rung_before_the_wait},
      {"rung_for_one_of_two", rung_for_one_of_two},
      {"rung_for_both", rung_for_both},
      {"nobody_wakes", nobody_wakes},
      {"woken_late", woken_late},
      {"main_has_left", main_has_left},
  };
  return PlayOne(cases, count, words);
}
