// SPDX-License-Identifier: Apache-2.0
//
// One half of the inversion is done by the destructor of a thread's own data, when the thread's function is over.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static Cue done;

static void AThenB(void* unused) {
  (void)unused;
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  Give(&done);
}

static void* Short(void* unused) {
  pthread_setspecific(key, &key);
  return unused;
}

static void* BThenA(void* unused) {
  Await(&done);
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_key_create(&key, AThenB);
  pthread_create(&threads[0], NULL, Short, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
