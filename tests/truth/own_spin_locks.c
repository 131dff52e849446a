// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two spin locks that the program makes of atomics.
//
// VERDICT lock-order-inversion
// LIMIT clean -- a lock that the program makes of an atomic calls nothing that could be watched
#include <sched.h>
#include <stdatomic.h>

#include "cue.h"

static atomic_flag a = ATOMIC_FLAG_INIT;
static atomic_flag b = ATOMIC_FLAG_INIT;

static void Lock(atomic_flag* lock) {
  while (atomic_flag_test_and_set_explicit(lock, memory_order_acquire)) sched_yield();
}
static void Unlock(atomic_flag* lock) { atomic_flag_clear_explicit(lock, memory_order_release); }

static void AThenB(void) {
  Lock(&a);
  Lock(&b);  // <- lock-order-inversion
  Unlock(&b);
  Unlock(&a);
}

static void BThenA(void) {
  Lock(&b);
  Lock(&a);  // <- lock-order-inversion
  Unlock(&a);
  Unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, BThenA);
  return 0;
}
