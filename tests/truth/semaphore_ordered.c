// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits for a semaphore that begins at 0, and only the first half posts it.
//
// VERDICT clean
#include <semaphore.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static sem_t first_is_done;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  sem_post(&first_is_done);
}

static void BThenA(void) {
  sem_wait(&first_is_done);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  sem_init(&first_is_done, 0, 0);
  IN_TURN(AThenB, BThenA);
  sem_destroy(&first_is_done);
  return 0;
}
