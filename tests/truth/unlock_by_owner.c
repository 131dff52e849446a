// SPDX-License-Identifier: Apache-2.0
//
// The twin of unlock_not_owner.c: the other thread only says when, and the owner unlocks.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Cue held;
static Cue enough;

static void* Hold(void* unused) {
  pthread_mutex_lock(&mutex);
  Give(&held);
  Await(&enough);
  pthread_mutex_unlock(&mutex);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  Give(&enough);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);
  return 0;
}
