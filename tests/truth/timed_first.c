// SPDX-License-Identifier: Apache-2.0
//
// The twin of timed_second.c and clock_second.c: the first lock is the one with a limit, and the second one has none.
//
// VERDICT lock-order-inversion
#include <time.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  limit.tv_sec += 10;
  if (pthread_mutex_timedlock(&a, &limit) != 0) return;
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  struct timespec limit;
  clock_gettime(CLOCK_MONOTONIC, &limit);
  limit.tv_sec += 10;
  if (pthread_mutex_clocklock(&b, CLOCK_MONOTONIC, &limit) != 0) return;
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenA);
  return 0;
}
