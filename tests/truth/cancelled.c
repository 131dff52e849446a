// SPDX-License-Identifier: Apache-2.0
//
// A thread is cancelled while it sleeps with a mutex in its hand.
//
// VERDICT orphaned-lock
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Cue held;

static void* SleepHolding(void* unused) {
  pthread_mutex_lock(&mutex);  // <- orphaned-lock
  Give(&held);
  while (1) pause();
  return unused;
}

int main(void) {
  pthread_t thread;
  void* result = NULL;
  pthread_create(&thread, NULL, SleepHolding, NULL);
  Await(&held);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  return result == PTHREAD_CANCELED ? 0 : 70;
}
