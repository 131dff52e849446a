// SPDX-License-Identifier: Apache-2.0
//
// As timed_second.c, with a limit on another clock (pthread_mutex_clocklock).
//
// VERDICT clean
#include <time.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenAForASecond(void) {
  struct timespec limit;
  clock_gettime(CLOCK_MONOTONIC, &limit);
  ++limit.tv_sec;
  pthread_mutex_lock(&b);
  if (pthread_mutex_clocklock(&a, CLOCK_MONOTONIC, &limit) == 0) pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenAForASecond);
  return 0;
}
