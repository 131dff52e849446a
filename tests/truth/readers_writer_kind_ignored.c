// SPDX-License-Identifier: Apache-2.0
//
// A twin of readers_writer_preferring.c: the kind with nearly the same name, which glibc treats as its default.
// Readers get in.
//
// VERDICT clean
#include "cue.h"

static pthread_rwlock_t a;
static pthread_rwlock_t b;

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
  pthread_rwlockattr_t kind;
  pthread_rwlockattr_init(&kind);
  pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NP);
  pthread_rwlock_init(&a, &kind);
  pthread_rwlock_init(&b, &kind);
  pthread_rwlockattr_destroy(&kind);
  IN_TURN(WriteA, WriteB, ReadAThenB, ReadBThenA);
  pthread_rwlock_destroy(&a);
  pthread_rwlock_destroy(&b);
  return 0;
}
