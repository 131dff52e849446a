// SPDX-License-Identifier: Apache-2.0
//
// The twin of orphaned.c: the thread unlocks on every way out, by pthread_exit() too.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void* EndByReturn(void* unused) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return unused;
}

static void* EndByExit(void* unused) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_exit(unused);
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, EndByReturn, NULL);
  pthread_create(&threads[1], NULL, EndByExit, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return pthread_mutex_destroy(&mutex);
}
