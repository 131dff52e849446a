// SPDX-License-Identifier: Apache-2.0
//
// A process forks while another thread of it holds a mutex. In the child there is no such thread, and whoever waits
// for the mutex waits for ever. `snarl run` ends the child with 66; alone, an alarm ends it after 5 seconds.
//
// VERDICT orphaned-lock
#include <sys/wait.h>

#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Cue held;
static Cue enough;

static void* Hold(void* unused) {
  pthread_mutex_lock(&mutex);
  Give(&held);
  Await(&enough);
  pthread_mutex_unlock(&mutex);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  const pid_t child = fork();
  if (child == 0) {
    alarm(5);
    pthread_mutex_lock(&mutex);  // <- orphaned-lock
    exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 70;
  Give(&enough);
  pthread_join(thread, NULL);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 71;
}
