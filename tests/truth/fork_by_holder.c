// SPDX-License-Identifier: Apache-2.0
//
// A twin of fork_orphan.c: the forking thread itself holds the mutex, so in the child it has a holder too, who
// unlocks it there as well.
//
// VERDICT clean
#include <sys/wait.h>

#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&mutex);
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_unlock(&mutex);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    exit(0);
  }
  pthread_mutex_unlock(&mutex);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 70;
  return WEXITSTATUS(status);
}
