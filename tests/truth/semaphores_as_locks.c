// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two semaphores that begin at 1 and are used as locks.
//
// VERDICT lock-order-inversion
// LIMIT clean -- nobody can know of a semaphore whether it is meant as a lock
#include <semaphore.h>

#include "cue.h"

static sem_t a;
static sem_t b;

static void AThenB(void) {
  sem_wait(&a);
  sem_wait(&b);  // <- lock-order-inversion
  sem_post(&b);
  sem_post(&a);
}

static void BThenA(void) {
  sem_wait(&b);
  sem_wait(&a);  // <- lock-order-inversion
  sem_post(&a);
  sem_post(&b);
}

int main(void) {
  sem_init(&a, 0, 1);
  sem_init(&b, 0, 1);
  IN_TURN(AThenB, BThenA);
  sem_destroy(&a);
  sem_destroy(&b);
  return 0;
}
