// SPDX-License-Identifier: Apache-2.0
//
// As cond_timedwait.c, with a limit on another clock (pthread_cond_clockwait).
//
// VERDICT lock-order-inversion
#include <time.h>

#include "cue.h"

static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void InnerThenOuter(void) {
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);  // <- lock-order-inversion
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
}

static void WaitUnderOuter(void) {
  struct timespec limit;
  clock_gettime(CLOCK_MONOTONIC, &limit);
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);
  pthread_cond_clockwait(&never, &inner, CLOCK_MONOTONIC, &limit);  // <- lock-order-inversion
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
}

int main(void) {
  IN_TURN(InnerThenOuter, WaitUnderOuter);
  return 0;
}
