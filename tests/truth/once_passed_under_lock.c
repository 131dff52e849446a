// SPDX-License-Identifier: Apache-2.0
//
// What is run once takes the mutex, and somebody asks for it while holding that mutex. This time it had been run.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void Initialise(void) {
  pthread_mutex_lock(&mutex);  // <- lock-order-inversion
  pthread_mutex_unlock(&mutex);
}

static void Once(void) { pthread_once(&once, Initialise); }

static void OnceUnderMutex(void) {
  pthread_mutex_lock(&mutex);
  pthread_once(&once, Initialise);  // <- lock-order-inversion
  pthread_mutex_unlock(&mutex);
}

int main(void) {
  IN_TURN(Once, OnceUnderMutex);
  return 0;
}
