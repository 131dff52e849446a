// SPDX-License-Identifier: Apache-2.0
//
// The process ends while its first thread holds a mutex, and another one waits for it. Nobody is left to miss it.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int waiter;

static void* Wait(void* unused) {
  SayWhere(&waiter);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_mutex_lock(&mutex);
  pthread_create(&thread, NULL, Wait, NULL);
  AwaitAsleep(&waiter);
  return 0;
}
