// SPDX-License-Identifier: Apache-2.0
//
// 300 locks in one hand. The other thread takes the first and then the last of them: the same order.
//
// VERDICT clean
#include "cue.h"

enum { kMany = 300 };
static pthread_mutex_t many[kMany];

static void All(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_lock(&many[i]);
  for (int i = 0; i < kMany; ++i) pthread_mutex_unlock(&many[i]);
}

static void FirstThenLast(void) {
  pthread_mutex_lock(&many[0]);
  pthread_mutex_lock(&many[kMany - 1]);
  pthread_mutex_unlock(&many[kMany - 1]);
  pthread_mutex_unlock(&many[0]);
}

int main(void) {
  for (int i = 0; i < kMany; ++i) pthread_mutex_init(&many[i], NULL);
  IN_TURN(All, FirstThenLast);
  return 0;
}
