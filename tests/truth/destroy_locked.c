// SPDX-License-Identifier: Apache-2.0
//
// A mutex is destroyed while it is locked.
//
// VERDICT destroy-locked
#include "cue.h"

int main(void) {
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, NULL);
  pthread_mutex_lock(&mutex);
  const int error = pthread_mutex_destroy(&mutex);  // <- destroy-locked
  return error == 0 ? 70 : 0;
}
