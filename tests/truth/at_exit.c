// SPDX-License-Identifier: Apache-2.0
//
// The second half of the inversion is done after main(), by an atexit() handler, while the thread of the first half
// is still there.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static Cue done;
static Cue never;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  Give(&done);
  Await(&never);
  return unused;
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(void) {
  atexit(BThenA);
  pthread_t thread;
  pthread_create(&thread, NULL, AThenB, NULL);
  Await(&done);
  return 0;
}
