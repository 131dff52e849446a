// SPDX-License-Identifier: Apache-2.0
//
// The twin of rwlock_unlock_unlocked.c: a reader that reads twice, and lets go twice.
//
// VERDICT clean
#include "cue.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  pthread_rwlock_wrlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  return pthread_rwlock_destroy(&rwlock);
}
