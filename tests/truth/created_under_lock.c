// SPDX-License-Identifier: Apache-2.0
//
// A thread is created under a, and takes a once before all else. So it comes to its b and a only when its creator has
// let go of both.
//
// VERDICT clean
// LIMIT lock-order-inversion -- that a lock was held when a thread was created, and that the thread takes it first, is not counted as an order
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void* AAndThenBWithA(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_mutex_lock(&a);
  pthread_create(&thread, NULL, AAndThenBWithA, NULL);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_join(thread, NULL);
  return 0;
}
