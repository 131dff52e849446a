// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of a mutex and a spin lock.
//
// VERDICT lock-order-inversion
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;

static void MutexThenSpin(void) {
  pthread_mutex_lock(&mutex);
  pthread_spin_lock(&spin);  // <- lock-order-inversion
  pthread_spin_unlock(&spin);
  pthread_mutex_unlock(&mutex);
}

static void SpinThenMutex(void) {
  pthread_spin_lock(&spin);
  pthread_mutex_lock(&mutex);  // <- lock-order-inversion
  pthread_mutex_unlock(&mutex);
  pthread_spin_unlock(&spin);
}

int main(void) {
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  IN_TURN(MutexThenSpin, SpinThenMutex);
  pthread_spin_destroy(&spin);
  return 0;
}
