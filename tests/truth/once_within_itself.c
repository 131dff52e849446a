// SPDX-License-Identifier: Apache-2.0
//
// What is run once asks for itself to have been run, and hangs. `snarl run` ends it with 66; alone, an alarm ends it
// after 20 seconds.
//
// VERDICT self-deadlock
#include "cue.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

static int runs;

static void Initialise(void) {
  pthread_once(&once, Initialise);  // <- self-deadlock
  ++runs;
}

int main(void) {
  alarm(20);
  pthread_once(&once, Initialise);
  return runs == 1 ? 0 : 70;
}
