// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two mtx_t, but the first thread is joined, by thrd_join, before thrd_create makes the second.
//
// VERDICT clean
#include <threads.h>

#include "cue.h"

static mtx_t a;
static mtx_t b;

static int AThenB(void* unused) {
  (void)unused;
  mtx_lock(&a);
  mtx_lock(&b);
  mtx_unlock(&b);
  mtx_unlock(&a);
  return 0;
}

static int BThenA(void* unused) {
  (void)unused;
  mtx_lock(&b);
  mtx_lock(&a);
  mtx_unlock(&a);
  mtx_unlock(&b);
  return 0;
}

int main(void) {
  thrd_t thread;
  mtx_init(&a, mtx_plain);
  mtx_init(&b, mtx_plain);
  thrd_create(&thread, AThenB, NULL);
  thrd_join(thread, NULL);
  thrd_create(&thread, BThenA, NULL);
  thrd_join(thread, NULL);
  mtx_destroy(&a);
  mtx_destroy(&b);
  return 0;
}
