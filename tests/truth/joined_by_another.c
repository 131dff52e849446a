// SPDX-License-Identifier: Apache-2.0
//
// A twin of joined_too_late.c: both threads are there from the start, but the second one itself joins the first
// before it takes its locks.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  return unused;
}

static void* JoinAndBThenA(void* other) {
  pthread_join(*(pthread_t*)other, NULL);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return NULL;
}

int main(void) {
  pthread_t first;
  pthread_t second;
  pthread_create(&first, NULL, AThenB, NULL);
  pthread_create(&second, NULL, JoinAndBThenA, &first);
  pthread_join(second, NULL);
  return 0;
}
