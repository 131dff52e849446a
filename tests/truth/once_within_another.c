// SPDX-License-Identifier: Apache-2.0
//
// The twin of once_within_itself.c: what is run once asks for another to have been run; C11's way and POSIX's.
//
// VERDICT clean
#include <threads.h>

#include "cue.h"

static pthread_once_t inner = PTHREAD_ONCE_INIT;
static once_flag outer = ONCE_FLAG_INIT;
static int runs;

static void InitialiseInner(void) { ++runs; }

static void Initialise(void) {
  pthread_once(&inner, InitialiseInner);
  ++runs;
}

static void Both(void) {
  call_once(&outer, Initialise);
  pthread_once(&inner, InitialiseInner);
}

int main(void) {
  IN_TURN(Both, Both);
  return runs == 2 ? 0 : 70;
}
