// SPDX-License-Identifier: Apache-2.0
//
// A thread ends while it holds a mutex, which nobody can take any more.
//
// VERDICT orphaned-lock
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void* EndHolding(void* unused) {
  pthread_mutex_lock(&mutex);  // <- orphaned-lock
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, EndHolding, NULL);
  pthread_join(thread, NULL);
  return pthread_mutex_trylock(&mutex) == 0 ? 70 : 0;
}
