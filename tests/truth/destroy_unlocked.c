// SPDX-License-Identifier: Apache-2.0
//
// The twin of destroy_locked.c: unlocked first.
//
// VERDICT clean
#include "cue.h"

int main(void) {
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, NULL);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return pthread_mutex_destroy(&mutex);
}
