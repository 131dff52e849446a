// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half polls an atomic flag that the first half sets (release, acquire): an order
// made by the program itself.
//
// VERDICT clean
// LIMIT lock-order-inversion -- loads and stores are not seen, and a flag that somebody polls is nothing else
#include <sched.h>
#include <stdatomic.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static atomic_int first_is_done;

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  atomic_store_explicit(&first_is_done, 1, memory_order_release);
  return unused;
}

static void* BThenA(void* unused) {
  while (atomic_load_explicit(&first_is_done, memory_order_acquire) == 0) sched_yield();
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

int main(void) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, AThenB, NULL);
  pthread_create(&threads[1], NULL, BThenA, NULL);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
