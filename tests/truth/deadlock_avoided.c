// SPDX-License-Identifier: Apache-2.0
//
// The twin of deadlock.c: one of the two only tries, and lets go of what it has where it fails.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static Cue has_a;
static Cue has_b;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  Give(&has_a);
  Await(&has_b);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return unused;
}

static void* BThenPerhapsA(void* unused) {
  pthread_mutex_lock(&b);
  Give(&has_b);
  Await(&has_a);
  if (pthread_mutex_trylock(&a) == 0) pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenPerhapsA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
