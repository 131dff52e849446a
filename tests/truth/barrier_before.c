// SPDX-License-Identifier: Apache-2.0
//
// The twin of barrier_ordered.c: both halves are behind the barrier.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t start;
static Cue done;

static void* AThenB(void* unused) {
  pthread_barrier_wait(&start);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  Give(&done);
  return unused;
}

static void* BThenA(void* unused) {
  pthread_barrier_wait(&start);
  Await(&done);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_barrier_init(&start, NULL, 2);
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  pthread_barrier_destroy(&start);
  return 0;
}
