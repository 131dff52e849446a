// SPDX-License-Identifier: Apache-2.0
//
// A spin lock is unlocked that nobody holds.
//
// VERDICT unlock-unlocked
#include "cue.h"

int main(void) {
  pthread_spinlock_t spin;
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_unlock(&spin);  // <- unlock-unlocked
  pthread_spin_lock(&spin);
  pthread_spin_unlock(&spin);
  return pthread_spin_destroy(&spin);
}
