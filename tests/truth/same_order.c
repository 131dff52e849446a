// SPDX-License-Identifier: Apache-2.0
//
// The twin of opposite_orders.c: two threads, two mutexes, one order.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void AThenBOnceMore(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&a);  // the order of unlocking makes no order
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, AThenBOnceMore);
  return 0;
}
