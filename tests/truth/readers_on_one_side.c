// SPDX-License-Identifier: Apache-2.0
//
// A twin of readers_then_writers.c: a is only read, so nobody ever waits for it.
//
// VERDICT clean
#include "cue.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void ReadAThenWriteB(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void WriteBThenReadA(void) {
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  IN_TURN(ReadAThenWriteB, WriteBThenReadA);
  return 0;
}
