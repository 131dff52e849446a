// SPDX-License-Identifier: Apache-2.0
//
// A twin of semaphore_ordered.c: somebody else posts too, so the second half need not wait for the first.
//
// VERDICT lock-order-inversion
#include <semaphore.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t somebody_is_done;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  sem_post(&somebody_is_done);
}

static void Other(void) { sem_post(&somebody_is_done); }

static void BThenA(void) {
  sem_wait(&somebody_is_done);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  sem_init(&somebody_is_done, 0, 0);
  IN_TURN(AThenB, Other, BThenA);
  sem_destroy(&somebody_is_done);
  return 0;
}
