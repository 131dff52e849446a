// SPDX-License-Identifier: Apache-2.0
//
// A twin of cond_timedwait.c: whoever waits holds nothing but the mutex of its wait, so it takes it again empty-handed.
//
// VERDICT clean
#include <time.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void WaitForEachAlone(void) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  pthread_mutex_lock(&b);
  pthread_cond_timedwait(&never, &b, &limit);
  pthread_mutex_unlock(&b);
  pthread_mutex_lock(&a);
  pthread_cond_timedwait(&never, &a, &limit);
  pthread_mutex_unlock(&a);
}

int main(void) {
  IN_TURN(AThenB, WaitForEachAlone);
  return 0;
}
