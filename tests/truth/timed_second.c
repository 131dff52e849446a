// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but whoever goes backwards waits for its second lock with a limit (pthread_mutex_timedlock).
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
  clock_gettime(CLOCK_REALTIME, &limit);
  ++limit.tv_sec;
  pthread_mutex_lock(&b);
  if (pthread_mutex_timedlock(&a, &limit) == 0) pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenAForASecond);
  return 0;
}
