// SPDX-License-Identifier: Apache-2.0
//
// A twin of readers.c: each reads the first lock and writes the second. A writer waits for readers.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void ReadAThenWriteB(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_wrlock(&b);  // <- lock-order-inversion
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void ReadBThenWriteA(void) {
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_wrlock(&a);  // <- lock-order-inversion
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  IN_TURN(ReadAThenWriteB, ReadBThenWriteA);
  return 0;
}
