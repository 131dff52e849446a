// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but a barrier stands between: the first half before it, the second one behind it.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t half_time;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_barrier_wait(&half_time);
  return unused;
}

static void* BThenA(void* unused) {
  pthread_barrier_wait(&half_time);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_barrier_init(&half_time, NULL, 2);
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  pthread_barrier_destroy(&half_time);
  return 0;
}
