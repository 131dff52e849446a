// SPDX-License-Identifier: Apache-2.0
//
// A thread takes a spin lock that it holds, and spins for ever. `snarl run` ends it with 66; alone, an alarm ends it
// after 20 seconds.
//
// VERDICT self-deadlock
#include "cue.h"

int main(void) {
  pthread_spinlock_t spin;
  alarm(20);
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&spin);
  pthread_spin_lock(&spin);  // <- self-deadlock
  return 0;
}
