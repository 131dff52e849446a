// SPDX-License-Identifier: Apache-2.0
//
// A reader asks to write without letting go, and waits for itself, and hangs. `snarl run` ends it with 66; alone, an
// alarm ends it after 20 seconds.
//
// VERDICT self-deadlock
#include "cue.h"

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

int main(void) {
  alarm(20);
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_wrlock(&rwlock);  // <- self-deadlock
  return 0;
}
