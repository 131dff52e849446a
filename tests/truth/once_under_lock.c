// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders; one of the second locks is requested inside of pthread_once, while the first is held outside of it.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void Initialise(void) {
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
}

static void AThenOnce(void) {
  pthread_mutex_lock(&a);
  pthread_once(&once, Initialise);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenOnce, BThenA);
  return 0;
}
