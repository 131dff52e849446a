// SPDX-License-Identifier: Apache-2.0
//
// A thread holds a while it joins one that takes b. So a is kept until b is had, and somebody else takes b and then a.
//
// VERDICT lock-order-inversion
// LIMIT clean -- a lock that is held over a join is not counted as held by the thread that is joined
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void* TakeB(void* unused) {
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  return unused;
}

static void AOverJoin(void) {
  pthread_t helper;
  pthread_mutex_lock(&a);
  pthread_create(&helper, NULL, TakeB, NULL);
  pthread_join(helper, NULL);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AOverJoin, BThenA);
  return 0;
}
