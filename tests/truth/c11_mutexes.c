// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two mtx_t of C11, which are pthread mutexes under names of their own.
//
// VERDICT lock-order-inversion
#include <threads.h>

#include "cue.h"

static mtx_t a;
static mtx_t b;

static void AThenB(void) {
  mtx_lock(&a);
  mtx_lock(&b);  // <- lock-order-inversion
  mtx_unlock(&b);
  mtx_unlock(&a);
}

static void BThenA(void) {
  mtx_lock(&b);
  mtx_lock(&a);  // <- lock-order-inversion
  mtx_unlock(&a);
  mtx_unlock(&b);
}

int main(void) {
  mtx_init(&a, mtx_plain);
  mtx_init(&b, mtx_plain);
  IN_TURN(AThenB, BThenA);
  mtx_destroy(&a);
  mtx_destroy(&b);
  return 0;
}
