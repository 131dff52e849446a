// SPDX-License-Identifier: Apache-2.0
//
// Two threads each hold a mutex and wait for the other's, and hangs. `snarl run` ends it with 66; alone, an alarm
// ends it after 20 seconds.
//
// VERDICT deadlock
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static Cue has_a;
static Cue has_b;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  Give(&has_a);
  Await(&has_b);
  pthread_mutex_lock(&b);  // <- deadlock
  return unused;
}

static void* BThenA(void* unused) {
  pthread_mutex_lock(&b);
  Give(&has_b);
  Await(&has_a);
  pthread_mutex_lock(&a);  // <- deadlock
  return unused;
}

int main(void) {
  pthread_t threads[2];
  alarm(20);
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
