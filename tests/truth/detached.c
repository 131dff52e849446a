// SPDX-License-Identifier: Apache-2.0
//
// The first half is done by a detached thread, which has ended when the second thread is created, and perhaps has got
// its stack and its name. They are two threads all the same.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int first;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  SayWhere(&first);
  return unused;
}

static void* BThenA(void* unused) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  pthread_create(&thread, &detached, AThenB, NULL);
  pthread_attr_destroy(&detached);
  AwaitGone(&first);
  pthread_create(&thread, NULL, BThenA, NULL);
  pthread_join(thread, NULL);
  return 0;
}
