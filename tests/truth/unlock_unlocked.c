// SPDX-License-Identifier: Apache-2.0
//
// A mutex is unlocked twice.
//
// VERDICT unlock-unlocked
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&mutex);  // <- unlock-unlocked
  return 0;
}
