// SPDX-License-Identifier: Apache-2.0
//
// A recursive mutex is taken again inside another lock: it is held already, so nobody waits there, and there is only
// one order.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenBThenAAgain(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&a);
}

int main(void) {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&a, &kind);
  pthread_mutexattr_destroy(&kind);
  IN_TURN(AThenBThenAAgain, AThenB);
  pthread_mutex_destroy(&a);
  return 0;
}
