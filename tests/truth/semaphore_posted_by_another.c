// SPDX-License-Identifier: Apache-2.0
//
// A semaphore belongs to nobody: one thread waits for it and another one posts it, which would be misuse of a mutex.
//
// VERDICT clean
#include <semaphore.h>

#include "cue.h"

static sem_t slots;

static void Take(void) {
  sem_wait(&slots);
  sem_wait(&slots);
}

static void GiveBack(void) {
  sem_post(&slots);
  sem_post(&slots);
}

static void TakeWithoutWaiting(void) {
  while (sem_trywait(&slots) == 0) continue;
}

int main(void) {
  sem_init(&slots, 0, 2);
  IN_TURN(Take, GiveBack, TakeWithoutWaiting);
  sem_destroy(&slots);
  return 0;
}
