// SPDX-License-Identifier: Apache-2.0
//
// Between the two halves of an inversion another thread takes 20,000 other locks, each under the one before.
//
// VERDICT lock-order-inversion
#include "cue.h"

enum { kMany = 20000 };
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t many[kMany];

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void Others(void) {
  for (int i = 0; i + 1 < kMany; ++i) {
    pthread_mutex_lock(&many[i]);
    pthread_mutex_lock(&many[i + 1]);
    pthread_mutex_unlock(&many[i + 1]);
    pthread_mutex_unlock(&many[i]);
  }
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_init(&many[i], NULL);
  IN_TURN(AThenB, Others, BThenA);
  return 0;
}
