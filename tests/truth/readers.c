// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but both are readers of both locks. A default rwlock lets readers in even where a writer queues,
// and there are writers here.
//
// VERDICT clean
#include "cue.h"

static pthread_rwlock_t a = PTHREAD_RWLOCK_INITIALIZER;
static pthread_rwlock_t b = PTHREAD_RWLOCK_INITIALIZER;

static void ReadAThenB(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void ReadBThenA(void) {
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_unlock(&a);
  pthread_rwlock_unlock(&b);
}

static void WriteA(void) {
  pthread_rwlock_wrlock(&a);
  pthread_rwlock_unlock(&a);
}

static void WriteB(void) {
  pthread_rwlock_wrlock(&b);
  pthread_rwlock_unlock(&b);
}

int main(void) {
  IN_TURN(WriteA, WriteB, ReadAThenB, ReadBThenA);
  return 0;
}
