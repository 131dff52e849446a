// SPDX-License-Identifier: Apache-2.0
//
// A thread unlocks a mutex that another one holds.
//
// VERDICT unlock-not-owner
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Cue held;
static Cue unlocked;

static void* Hold(void* unused) {
  pthread_mutex_lock(&mutex);
  Give(&held);
  Await(&unlocked);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  pthread_mutex_unlock(&mutex);  // <- unlock-not-owner
  Give(&unlocked);
  pthread_join(thread, NULL);
  return 0;
}
