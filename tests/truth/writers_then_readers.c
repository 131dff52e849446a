// SPDX-License-Identifier: Apache-2.0
//
// A twin of readers.c: each writes the first lock and reads the second. A reader waits for the writer.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void WriteAThenReadB(void) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_rdlock(&b);  // <- lock-order-inversion
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void WriteBThenReadA(void) {
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_rdlock(&a);  // <- lock-order-inversion
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  IN_TURN(WriteAThenReadB, WriteBThenReadA);
  return 0;
}
