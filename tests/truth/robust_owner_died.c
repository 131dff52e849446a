// SPDX-License-Identifier: Apache-2.0
//
// A thread ends while it holds a robust mutex. That is what robust mutexes are for: the next owner is told, and mends
// it.
//
// VERDICT clean
#include <errno.h>

#include "cue.h"

static pthread_mutex_t mutex;

static void* EndHolding(void* unused) {
  pthread_mutex_lock(&mutex);
  return unused;
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&mutex, &kind);
  pthread_mutexattr_destroy(&kind);
  pthread_t thread;
  pthread_create(&thread, NULL, EndHolding, NULL);
  pthread_join(thread, NULL);
  if (pthread_mutex_lock(&mutex) != EOWNERDEAD) return 70;
  pthread_mutex_consistent(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_destroy(&mutex);
  return 0;
}
