// SPDX-License-Identifier: Apache-2.0
//
// A twin of join_ordered.c: the second thread is created before the first one is joined; it only happens to run later.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static Cue begin;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return unused;
}

static void* BThenA(void* unused) {
  Await(&begin);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t first;
  pthread_t second;
  pthread_create(&first, NULL, AThenB, NULL);
  pthread_create(&second, NULL, BThenA, NULL);
  pthread_join(first, NULL);
  Give(&begin);
  pthread_join(second, NULL);
  return 0;
}
