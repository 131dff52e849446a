// SPDX-License-Identifier: Apache-2.0
//
// A wait gives its mutex back and takes it again, under whatever else is held: here outer and then inner, although
// the thread had locked inner first.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static Cue waits;
static int rung;

static void InnerThenOuter(void) {
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);  // <- lock-order-inversion
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
}

static void WaitUnderOuter(void) {
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);
  Give(&waits);
  while (!rung) pthread_cond_wait(&bell, &inner);  // <- lock-order-inversion
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
}

static void* Ring(void* unused) {
  Await(&waits);
  pthread_mutex_lock(&inner);
  rung = 1;
  pthread_cond_signal(&bell);
  pthread_mutex_unlock(&inner);
  return unused;
}

int main(void) {
  pthread_t ringer;
  pthread_create(&ringer, NULL, Ring, NULL);
  IN_TURN(InnerThenOuter, WaitUnderOuter);
  pthread_join(ringer, NULL);
  return 0;
}
