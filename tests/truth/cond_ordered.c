// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits, by a condition variable, for a flag that the first half sets.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a notification is no order: who is woken might as well have gone on by itself
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int first_is_done;
static int second;

static void* AThenB(void* unused) {
  AwaitAsleep(&second);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_lock(&mu);
  first_is_done = 1;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mu);
  return unused;
}

static void* BThenA(void* unused) {
  SayWhere(&second);
  pthread_mutex_lock(&mu);
  while (!first_is_done) pthread_cond_wait(&changed, &mu);
  pthread_mutex_unlock(&mu);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
