// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of a mutex and an rwlock: one writes under the mutex, and the other takes the mutex while it reads.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

static void MutexThenWrite(void) {
  pthread_mutex_lock(&mutex);
  pthread_rwlock_wrlock(&rwlock);  // <- lock-order-inversion
  pthread_rwlock_unlock(&rwlock);
  pthread_mutex_unlock(&mutex);
}

static void ReadThenMutex(void) {
  pthread_rwlock_rdlock(&rwlock);
  pthread_mutex_lock(&mutex);  // <- lock-order-inversion
  pthread_mutex_unlock(&mutex);
  pthread_rwlock_unlock(&rwlock);
}

int main(void) {
  IN_TURN(MutexThenWrite, ReadThenMutex);
  return 0;
}
