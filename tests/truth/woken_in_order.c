// SPDX-License-Identifier: Apache-2.0
//
// The twin of deadlock_in_wait.c: who rings lets go of the mutex before it asks for the other one.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static Cue waits;
static int rung;

static void* WaitUnderOuter(void* unused) {
  pthread_mutex_lock(&inner);
  pthread_mutex_lock(&outer);
  Give(&waits);
  while (!rung) pthread_cond_wait(&bell, &inner);
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, WaitUnderOuter, NULL);
  Await(&waits);
  pthread_mutex_lock(&inner);
  rung = 1;
  pthread_cond_signal(&bell);
  pthread_mutex_unlock(&inner);
  pthread_mutex_lock(&outer);
  pthread_mutex_unlock(&outer);
  pthread_join(thread, NULL);
  return 0;
}
