// SPDX-License-Identifier: Apache-2.0
//
// The twin of cond_wait.c: outer is locked first by everybody, so the wait takes inner again in the same order.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static Cue waits;
static int rung;

static void OuterThenInner(void) {
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&inner);
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
}

static void WaitUnderOuter(void) {
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&inner);
  Give(&waits);
  while (!rung) pthread_cond_wait(&bell, &inner);
  pthread_mutex_unlock(&inner);
  pthread_mutex_unlock(&outer);
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
  IN_TURN(OuterThenInner, WaitUnderOuter);
  pthread_join(ringer, NULL);
  return 0;
}
