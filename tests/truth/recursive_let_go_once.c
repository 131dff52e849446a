// SPDX-License-Identifier: Apache-2.0
//
// A twin of recursive.c: the recursive mutex was taken twice and let go once, so it is still held where the other
// lock is requested.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void ATwiceThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&a, &kind);
  pthread_mutexattr_destroy(&kind);
  IN_TURN(ATwiceThenB, BThenA);
  pthread_mutex_destroy(&a);
  return 0;
}
