// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two rwlocks, but whoever goes backwards tries, or waits with a limit, as reader and as writer.
//
// VERDICT clean
#include <time.h>

#include "cue.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void AThenB(void) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void BThenPerhapsA(void) {
  struct timespec limit;
  struct timespec other_limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  clock_gettime(CLOCK_MONOTONIC, &other_limit);
  ++limit.tv_sec;
  ++other_limit.tv_sec;
  pthread_rwlock_wrlock(&b);
  if (pthread_rwlock_tryrdlock(&a) == 0) pthread_rwlock_unlock(&a);
  if (pthread_rwlock_trywrlock(&a) == 0) pthread_rwlock_unlock(&a);
  if (pthread_rwlock_timedrdlock(&a, &limit) == 0) pthread_rwlock_unlock(&a);
  if (pthread_rwlock_timedwrlock(&a, &limit) == 0) pthread_rwlock_unlock(&a);
  if (pthread_rwlock_clockrdlock(&a, CLOCK_MONOTONIC, &other_limit) == 0) pthread_rwlock_unlock(&a);
  if (pthread_rwlock_clockwrlock(&a, CLOCK_MONOTONIC, &other_limit) == 0) pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenPerhapsA);
  return 0;
}
