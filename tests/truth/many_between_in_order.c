// SPDX-License-Identifier: Apache-2.0
//
// The twin of many_between.c: 20,000 other locks between, and a and b in the same order both times.
//
// VERDICT clean
#include "cue.h"

enum { kMany = 20000 };
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t many[kMany];

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void Others(void) {
  for (int i = 0; i + 1 < kMany; ++i) {
    pthread_mutex_lock(&many[i]);
    pthread_mutex_lock(&many[i + 1]);
    pthread_mutex_unlock(&many[i + 1]);
    pthread_mutex_unlock(&many[i]);
  }
}

int main(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_init(&many[i], NULL);
  IN_TURN(AThenB, Others, AThenB);
  return 0;
}
