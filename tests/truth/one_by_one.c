// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but one of the two threads has let go of its first lock before it takes the second.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BAndThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
}

int main(void) {
  IN_TURN(AThenB, BAndThenA);
  return 0;
}
