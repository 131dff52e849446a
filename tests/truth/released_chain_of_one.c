// SPDX-License-Identifier: Apache-2.0
//
// A twin of released_chain.c: one thread alone goes all around, with two locks in its hand at a time.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t locks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

static void Around(void) {
  pthread_mutex_lock(&locks[0]);
  for (int step = 1; step < 7; ++step) {
    pthread_mutex_lock(&locks[step % 3]);
    pthread_mutex_unlock(&locks[(step - 1) % 3]);
  }
  pthread_mutex_unlock(&locks[0]);
}

static void OneByOne(void) {
  for (int i = 0; i < 3; ++i) {
    pthread_mutex_lock(&locks[i]);
    pthread_mutex_unlock(&locks[i]);
  }
}

int main(void) {
  IN_TURN(Around, OneByOne);
  return 0;
}
