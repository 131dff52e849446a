// SPDX-License-Identifier: Apache-2.0
//
// The twin of spin_locks.c: whoever goes backwards only tries its second lock.
//
// VERDICT clean
#include "cue.h"

static pthread_spinlock_t a;
static pthread_spinlock_t b;

static void AThenB(void) {
  pthread_spin_lock(&a);
  pthread_spin_lock(&b);
  pthread_spin_unlock(&b);
  pthread_spin_unlock(&a);
}

static void BThenPerhapsA(void) {
  pthread_spin_lock(&b);
  if (pthread_spin_trylock(&a) == 0) pthread_spin_unlock(&a);
  pthread_spin_unlock(&b);
}

int main(void) {
  pthread_spin_init(&a, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_init(&b, PTHREAD_PROCESS_PRIVATE);
  IN_TURN(AThenB, BThenPerhapsA);
  pthread_spin_destroy(&a);
  pthread_spin_destroy(&b);
  return 0;
}
