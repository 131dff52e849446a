// SPDX-License-Identifier: Apache-2.0
//
// A thread locks a mutex that it holds, and hangs. `snarl run` ends it with 66; alone, an alarm ends it after 20
// seconds.
//
// VERDICT self-deadlock
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  alarm(20);
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);  // <- self-deadlock
  return 0;
}
