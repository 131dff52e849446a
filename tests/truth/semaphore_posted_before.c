// SPDX-License-Identifier: Apache-2.0
//
// A twin of semaphore_ordered.c: the first half posts before it takes its locks, so it may still be at it when the
// second half begins.
//
// VERDICT lock-order-inversion
#include <semaphore.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t first_is_there;

static void AThenB(void) {
  sem_post(&first_is_there);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  sem_wait(&first_is_there);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  sem_init(&first_is_there, 0, 0);
  IN_TURN(AThenB, BThenA);
  sem_destroy(&first_is_there);
  return 0;
}
