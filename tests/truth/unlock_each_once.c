// SPDX-License-Identifier: Apache-2.0
//
// The twin of unlock_unlocked.c: as many unlocks as locks, of a recursive mutex too.
//
// VERDICT clean
#include "cue.h"

int main(void) {
  pthread_mutex_t mutex;
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&mutex, &kind);
  pthread_mutexattr_destroy(&kind);
  for (int round = 0; round < 3; ++round) {
    pthread_mutex_lock(&mutex);
    if (pthread_mutex_trylock(&mutex) != 0) return 70;
    pthread_mutex_unlock(&mutex);
    pthread_mutex_unlock(&mutex);
  }
  pthread_mutex_destroy(&mutex);
  return 0;
}
