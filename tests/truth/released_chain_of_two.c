// SPDX-License-Identifier: Apache-2.0
//
// A twin of released_chain.c: the other thread takes c and then b, which is still held where c is requested.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t c = PTHREAD_MUTEX_INITIALIZER;

static void AThenBThenCWithoutA(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_lock(&c);  // <- lock-order-inversion
  pthread_mutex_unlock(&c);
  pthread_mutex_unlock(&b);
}

static void CThenB(void) {
  pthread_mutex_lock(&c);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&c);
}

int main(void) {
  IN_TURN(AThenBThenCWithoutA, CThenB);
  return 0;
}
