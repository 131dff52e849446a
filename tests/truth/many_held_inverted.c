// SPDX-License-Identifier: Apache-2.0
//
// The twin of many_held.c: 300 locks in one hand, and the other thread takes the last and then the first of them.
//
// VERDICT lock-order-inversion
#include "cue.h"

enum { kMany = 300 };
static pthread_mutex_t many[kMany];

static void All(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_lock(&many[i]);  // <- lock-order-inversion
  for (int i = 0; i < kMany; ++i) pthread_mutex_unlock(&many[i]);
}

static void LastThenFirst(void) {
  pthread_mutex_lock(&many[kMany - 1]);
  pthread_mutex_lock(&many[0]);  // <- lock-order-inversion
  pthread_mutex_unlock(&many[0]);
  pthread_mutex_unlock(&many[kMany - 1]);
}

int main(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_init(&many[i], NULL);
  IN_TURN(All, LastThenFirst);
  return 0;
}
