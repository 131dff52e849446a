// SPDX-License-Identifier: Apache-2.0
//
// A thread is woken from pthread_cond_wait and takes its mutex again while it holds another one, whose waiter holds
// that mutex, and hangs. An alarm ends it after 5 seconds.
//
// VERDICT deadlock
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
  while (!rung) pthread_cond_wait(&bell, &inner);  // <- deadlock
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
  return unused;
}

int main(void) {
  pthread_t thread;
  alarm(5);
  pthread_create(&thread, NULL, WaitUnderOuter, NULL);
  Await(&waits);
  pthread_mutex_lock(&inner);
  rung = 1;
  pthread_cond_signal(&bell);
  pthread_mutex_lock(&outer);  // <- deadlock
  pthread_mutex_unlock(&outer);
  pthread_mutex_unlock(&inner);
  pthread_join(thread, NULL);
  return 0;
}
