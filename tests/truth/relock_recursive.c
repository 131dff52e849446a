// SPDX-License-Identifier: Apache-2.0
//
// The twin of self_relock.c and std_self_relock.cc: the mutex is recursive.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int main(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&mutex);
  return pthread_mutex_destroy(&mutex);
}
