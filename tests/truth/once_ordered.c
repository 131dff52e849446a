// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the first half is done inside of pthread_once, and everybody who does the second has passed it.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void OnceThenBThenA(void) {
  pthread_once(&once, AThenB);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(OnceThenBThenA, OnceThenBThenA);
  return 0;
}
