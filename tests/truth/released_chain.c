// SPDX-License-Identifier: Apache-2.0
//
// One lock is let go before the next but one is taken: a, b without a, c. The other thread takes c and then a. Nobody
// who holds a ever waits for c.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t c = PTHREAD_MUTEX_INITIALIZER;

static void AThenBThenCWithoutA(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&a);
  pthread_mutex_lock(&c);
  pthread_mutex_unlock(&c);
  pthread_mutex_unlock(&b);
}

static void CThenA(void) {
  pthread_mutex_lock(&c);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&c);
}

int main(void) {
  IN_TURN(AThenBThenCWithoutA, CThenA);
  return 0;
}
