// SPDX-License-Identifier: Apache-2.0
//
// Between the two halves of an inversion 10,000 threads come and go.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void* OneLock(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  return unused;
}

static void ManyThreads(void) {
  for (int i = 0; i < 10000; ++i) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, OneLock, NULL) != 0) _exit(70);
    pthread_join(thread, NULL);
  }
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  IN_TURN(AThenB, ManyThreads, BThenA);
  return 0;
}
