// SPDX-License-Identifier: Apache-2.0
//
// The twin of gate_shared.c: one holds the gate as a reader and the other as a writer, which do keep each other out.
//
// VERDICT clean
#include "cue.h"

static pthread_rwlock_t gate = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_rwlock_rdlock(&gate);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_rwlock_unlock(&gate);
}

static void BThenA(void) {
  pthread_rwlock_wrlock(&gate);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  pthread_rwlock_unlock(&gate);
}

int main(void) {
  IN_TURN(AThenB, BThenA);
  return 0;
}
