// SPDX-License-Identifier: Apache-2.0
//
// A twin of readers.c, of the kind that prefers writers: a reader waits behind a queued writer, who waits for the
// other reader. So two readers in opposite orders hang where a writer queues at each lock.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_rwlock_t a;
static pthread_rwlock_t b;

static void ReadAThenB(void) {
  pthread_rwlock_rdlock(&a);
  pthread_rwlock_rdlock(&b);  // <- lock-order-inversion
  pthread_rwlock_unlock(&b);
  pthread_rwlock_unlock(&a);
}

static void ReadBThenA(void) {
  pthread_rwlock_rdlock(&b);
  pthread_rwlock_rdlock(&a);  // <- lock-order-inversion
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
  pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  pthread_rwlock_init(&a, &kind);
  pthread_rwlock_init(&b, &kind);
  pthread_rwlockattr_destroy(&kind);
  IN_TURN(WriteA, WriteB, ReadAThenB, ReadBThenA);
  pthread_rwlock_destroy(&a);
  pthread_rwlock_destroy(&b);
  return 0;
}
