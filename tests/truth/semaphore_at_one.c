// SPDX-License-Identifier: Apache-2.0
//
// A twin of semaphore_ordered.c: the semaphore begins at 1, so the second half need not wait for the first.
//
// VERDICT lock-order-inversion
#include <semaphore.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t may_go;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  sem_post(&may_go);
}

static void BThenA(void) {
  sem_wait(&may_go);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  sem_init(&may_go, 0, 1);
  IN_TURN(AThenB, BThenA);
  sem_destroy(&may_go);
  return 0;
}
