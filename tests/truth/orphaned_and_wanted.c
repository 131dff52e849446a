// SPDX-License-Identifier: Apache-2.0
//
// A thread ends while it holds a mutex, which another one then waits for, and hangs. An alarm ends it
// after 5 seconds; but before that all stand still, and what was said of the lock is why.
//
// VERDICT orphaned-lock
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void* EndHolding(void* unused) {
  pthread_mutex_lock(&mutex);  // <- orphaned-lock
  return unused;
}

int main(void) {
  pthread_t thread;
  alarm(5);
  pthread_create(&thread, NULL, EndHolding, NULL);
  pthread_join(thread, NULL);
  pthread_mutex_lock(&mutex);
  return 0;
}
