// SPDX-License-Identifier: Apache-2.0
//
// An rwlock is destroyed while it is read.
//
// VERDICT destroy-locked
#include "cue.h"

int main(void) {
  pthread_rwlock_t rwlock;
  pthread_rwlock_init(&rwlock, NULL);
  pthread_rwlock_rdlock(&rwlock);
  pthread_rwlock_destroy(&rwlock);  // <- destroy-locked
  return 0;
}
