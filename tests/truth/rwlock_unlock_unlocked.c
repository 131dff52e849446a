// SPDX-License-Identifier: Apache-2.0
//
// An rwlock is unlocked that nobody holds.
//
// VERDICT unlock-unlocked
#include "cue.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);  // <- unlock-unlocked
  return 0;
}
