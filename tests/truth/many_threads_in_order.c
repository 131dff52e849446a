// SPDX-License-Identifier: Apache-2.0
//
// The twin of many_threads.c: 10,000 threads come and go, each with both locks, and all in the same order.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void* BothLocks(void* unused) {
  AThenB();
  return unused;
}

static void ManyThreads(void) {
  for (int i = 0; i < 10000; ++i) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, BothLocks, NULL) != 0) _exit(70);
    pthread_join(thread, NULL);
  }
}

int main(void) {
  IN_TURN(AThenB, ManyThreads, AThenB);
  return 0;
}
