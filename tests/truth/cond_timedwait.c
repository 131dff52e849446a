// SPDX-License-Identifier: Apache-2.0
//
// A wait with a limit ends by itself, but it takes its mutex again without any limit, under the outer one.
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
  clock_gettime(CLOCK_REALTIME, &limit);
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);
  pthread_cond_timedwait(&never, &inner, &limit);  // <- lock-order-inversion
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
}

int main(void) {
  IN_TURN(InnerThenOuter, WaitUnderOuter);
  return 0;
}
