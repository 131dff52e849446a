// SPDX-License-Identifier: Apache-2.0
//
// A twin of try_second.c: it is the first lock that is tried. It is held all the same, and the second one is waited
// for.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  if (pthread_mutex_trylock(&a) != 0) return;
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  if (pthread_mutex_trylock(&b) != 0) return;
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenA);
  return 0;
}
