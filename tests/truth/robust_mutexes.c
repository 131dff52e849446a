// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two robust mutexes.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a;
static pthread_mutex_t b;

static void AThenB(void) {
  pthread_mutex_lock(&a);
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
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&a, &kind);
  pthread_mutex_init(&b, &kind);
  pthread_mutexattr_destroy(&kind);
  IN_TURN(AThenB, BThenA);
  pthread_mutex_destroy(&a);
  pthread_mutex_destroy(&b);
  return 0;
}
