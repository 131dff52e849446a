// SPDX-License-Identifier: Apache-2.0
//
// The twin of mutex_and_rwlock.c: both only read the rwlock, so nobody waits for it.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

static void MutexThenRead(void) {
  pthread_mutex_lock(&mutex);
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_unlock(&rwlock);
  pthread_mutex_unlock(&mutex);
}

static void ReadThenMutex(void) {
  pthread_rwlock_rdlock(&rwlock);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_rwlock_unlock(&rwlock);
}

int main(void) {
  IN_TURN(MutexThenRead, ReadThenMutex);
  return 0;
}
