// SPDX-License-Identifier: Apache-2.0
//
// The twin of upgrade.c: the reader lets go first. And a writer who asks to read is told (EDEADLK), and does not hang.
//
// VERDICT clean
#include <errno.h>

#include "cue.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  pthread_rwlock_wrlock(&rwlock);
  if (pthread_rwlock_rdlock(&rwlock) != EDEADLK) return 70;
  pthread_rwlock_unlock(&rwlock);
  return pthread_rwlock_destroy(&rwlock);
}
