// SPDX-License-Identifier: Apache-2.0
//
// The twin of once_deadlock.c: one thread waits until another has run it, with another mutex in its hand.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static Cue begun;
static int second;

static void Initialise(void) {
  Give(&begun);
  AwaitAsleep(&second);
  pthread_mutex_lock(&inner);
  pthread_mutex_unlock(&inner);
}

static void* OnceUnderMutex(void* unused) {
  Await(&begun);
  pthread_mutex_lock(&outer);
  SayWhere(&second);
  pthread_once(&once, Initialise);
  pthread_mutex_unlock(&outer);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, OnceUnderMutex, NULL);
  pthread_once(&once, Initialise);
  pthread_join(thread, NULL);
  return 0;
}
