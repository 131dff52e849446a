// SPDX-License-Identifier: Apache-2.0
//
// The twin of c11_mutexes.c: whoever goes backwards tries, and waits with a limit.
//
// VERDICT clean
#include <threads.h>
#include <time.h>

#include "cue.h"

static mtx_t a;
static mtx_t b;

static void AThenB(void) {
  mtx_lock(&a);
  mtx_lock(&b);
  mtx_unlock(&b);
  mtx_unlock(&a);
}

static void BThenPerhapsA(void) {
  struct timespec limit;
  timespec_get(&limit, TIME_UTC);
  ++limit.tv_sec;
  mtx_lock(&b);
  if (mtx_trylock(&a) == thrd_success) mtx_unlock(&a);
  if (mtx_timedlock(&a, &limit) == thrd_success) mtx_unlock(&a);
  mtx_unlock(&b);
}

int main(void) {
  mtx_init(&a, mtx_timed);
  mtx_init(&b, mtx_timed);
  IN_TURN(AThenB, BThenPerhapsA);
  mtx_destroy(&a);
  mtx_destroy(&b);
  return 0;
}
