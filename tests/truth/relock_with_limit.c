// SPDX-License-Identifier: Apache-2.0
//
// A twin of self_relock.c: the second time the thread tries, and waits with a limit, which ends.
//
// VERDICT clean
#include <errno.h>
#include <time.h>

#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  struct timespec limit;
  clock_gettime(CLOCK_REALTIME, &limit);
  pthread_mutex_lock(&mutex);
  if (pthread_mutex_trylock(&mutex) != EBUSY) return 70;
  if (pthread_mutex_timedlock(&mutex, &limit) != ETIMEDOUT) return 70;
  pthread_mutex_unlock(&mutex);
  return pthread_mutex_destroy(&mutex);
}
