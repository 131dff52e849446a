// SPDX-License-Identifier: Apache-2.0
//
// The twin of spin_unlock_unlocked.c: one thread locks and unlocks, then the lock is destroyed and made anew, and another
// thread locks and unlocks.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include "cue.h"

static pthread_spinlock_t spin;

static void OneRound(void) {
  pthread_spin_lock(&spin);
  pthread_spin_unlock(&spin);
  if (pthread_spin_trylock(&spin) == 0) pthread_spin_unlock(&spin);
}

static void MakeAnew(void) {
  pthread_spin_destroy(&spin);
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
}

int main(void) {
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  IN_TURN(OneRound, MakeAnew, OneRound);
  return pthread_spin_destroy(&spin);
}
