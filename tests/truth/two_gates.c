// SPDX-License-Identifier: Apache-2.0
//
// A twin of gate_lock.c: each has a gate, but not the same one.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t left_gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right_gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&left_gate);
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&left_gate);
}

static void BThenA(void) {
  pthread_mutex_lock(&right_gate);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&right_gate);
}

int main(void) {
  IN_TURN(AThenB, BThenA);
  return 0;
}
