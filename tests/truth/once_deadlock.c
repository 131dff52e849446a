// SPDX-License-Identifier: Apache-2.0
//
// What is run once waits for a mutex, whose holder waits until it has been run, and hangs. `snarl run` ends it with 66;
// alone, an alarm ends it after 20 seconds.
//
// VERDICT deadlock
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static Cue begun;
static Cue held;

static void Initialise(void) {
  Give(&begun);
  Await(&held);
  pthread_mutex_lock(&mutex);  // <- deadlock
  pthread_mutex_unlock(&mutex);
}

static void* OnceUnderMutex(void* unused) {
  Await(&begun);
  pthread_mutex_lock(&mutex);
  Give(&held);
  pthread_once(&once, Initialise);  // <- deadlock
  pthread_mutex_unlock(&mutex);
  return unused;
}

int main(void) {
  pthread_t thread;
  alarm(20);
  pthread_create(&thread, NULL, OnceUnderMutex, NULL);
  pthread_once(&once, Initialise);
  pthread_join(thread, NULL);
  return 0;
}
