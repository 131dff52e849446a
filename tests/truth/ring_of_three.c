// SPDX-License-Identifier: Apache-2.0
//
// Three threads, three mutexes, each takes one and the next: a ring.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t c = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenC(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&c);  // <- lock-order-inversion
  pthread_mutex_unlock(&c);
  pthread_mutex_unlock(&b);
}

static void CThenA(void) {
  pthread_mutex_lock(&c);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&c);
}

int main(void) {
  IN_TURN(AThenB, BThenC, CThenA);
  return 0;
}
