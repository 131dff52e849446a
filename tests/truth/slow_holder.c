// SPDX-License-Identifier: Apache-2.0
//
// A thread holds a lock for half a second, and another one waits for it. It is slow, and it does come.
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
  usleep(500000);
  pthread_mutex_unlock(&mutex);
  pthread_join(thread, NULL);
  return 0;
}
