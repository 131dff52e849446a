// SPDX-License-Identifier: Apache-2.0
//
// As unlock_not_owner.c, with a mutex that checks for errors: the call is refused (EPERM), and the owner keeps it.
//
// VERDICT unlock-not-owner
#include <errno.h>

#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static Cue held;
static Cue refused;

static void* Hold(void* unused) {
  pthread_mutex_lock(&mutex);
  Give(&held);
  Await(&refused);
  pthread_mutex_unlock(&mutex);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  if (pthread_mutex_unlock(&mutex) != EPERM) return 70;  // <- unlock-not-owner
  Give(&refused);
  pthread_join(thread, NULL);
  return 0;
}
