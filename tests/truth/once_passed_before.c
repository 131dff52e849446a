// SPDX-License-Identifier: Apache-2.0
//
// The twin of once_passed_under_lock.c: whoever asks while holding the mutex has asked with empty hands before, and
// knows that it has been run.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void Initialise(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
}

static void Once(void) { pthread_once(&once, Initialise); }

static void OnceAndUnderMutex(void) {
  pthread_once(&once, Initialise);
  pthread_mutex_lock(&mutex);
  pthread_once(&once, Initialise);
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  IN_TURN(Once, OnceAndUnderMutex);
  return 0;
}
