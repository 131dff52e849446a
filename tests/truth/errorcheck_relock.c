// SPDX-License-Identifier: Apache-2.0
//
// The owner of a mutex that checks for errors locks it once more: it is told so (EDEADLK), and does not hang.
//
// VERDICT clean
#include <errno.h>

#include "cue.h"

int main(void) {
  pthread_mutex_t mutex;
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&mutex, &kind);
  pthread_mutexattr_destroy(&kind);
  pthread_mutex_lock(&mutex);
  if (pthread_mutex_lock(&mutex) != EDEADLK) return 70;
  pthread_mutex_unlock(&mutex);
  pthread_mutex_destroy(&mutex);
  return 0;
}
