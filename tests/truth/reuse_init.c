// SPDX-License-Identifier: Apache-2.0
//
// Two mutexes are destroyed and made anew in place by pthread_mutex_init; the new ones are taken the other way round.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include "cue.h"

static pthread_mutex_t a;
static pthread_mutex_t b;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void MakeAnew(void) {
  pthread_mutex_destroy(&a);
  pthread_mutex_destroy(&b);
  pthread_mutex_init(&a, NULL);
  pthread_mutex_init(&b, NULL);
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  pthread_mutex_init(&a, NULL);
  pthread_mutex_init(&b, NULL);
  IN_TURN(AThenB, MakeAnew, BThenA);
  pthread_mutex_destroy(&a);
  pthread_mutex_destroy(&b);
  return 0;
}
