// SPDX-License-Identifier: Apache-2.0
//
// A thread unlocks an rwlock that another one writes.
//
// VERDICT unlock-not-owner
#include "cue.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static Cue held;
static Cue unlocked;

static void* Hold(void* unused) {
  pthread_rwlock_wrlock(&rwlock);
  Give(&held);
  Await(&unlocked);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  pthread_rwlock_unlock(&rwlock);  // <- unlock-not-owner
  Give(&unlocked);
  pthread_join(thread, NULL);
  return 0;
}
