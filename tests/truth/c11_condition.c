// SPDX-License-Identifier: Apache-2.0
//
// As cond_timedwait.c, by cnd_timedwait and mtx_t of C11: the wait takes inner again while outer is held.
//
// VERDICT lock-order-inversion
#include <threads.h>
#include <time.h>

#include "cue.h"

static mtx_t inner;
static mtx_t outer;
static cnd_t never;

static void InnerThenOuter(void) {
  mtx_lock(&inner);
  mtx_lock(&outer);  // <- lock-order-inversion
  mtx_unlock(&outer);
  mtx_unlock(&inner);
}

static void WaitUnderOuter(void) {
  struct timespec limit;
  timespec_get(&limit, TIME_UTC);
  mtx_lock(&inner);
  mtx_lock(&outer);
  cnd_timedwait(&never, &inner, &limit);  // <- lock-order-inversion
  mtx_unlock(&outer);
  mtx_unlock(&inner);
}

int main(void) {
  mtx_init(&inner, mtx_plain);
  mtx_init(&outer, mtx_plain);
  cnd_init(&never);
  IN_TURN(InnerThenOuter, WaitUnderOuter);
  cnd_destroy(&never);
  mtx_destroy(&inner);
  mtx_destroy(&outer);
  return 0;
}
