// SPDX-License-Identifier: Apache-2.0
//
// A mutex in memory that two processes share. Each of them also has locks of its own, taken around it in one order.
//
// VERDICT clean
#include <sys/mman.h>
#include <sys/wait.h>

#include "cue.h"

struct Shared {
  pthread_mutex_t mutex;
  Cue child_is_done;
};

static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;

static void OwnThenShared(struct Shared* shared) {
  pthread_mutex_lock(&own);
  pthread_mutex_lock(&shared->mutex);
  pthread_mutex_unlock(&shared->mutex);
  pthread_mutex_unlock(&own);
}

int main(void) {
  struct Shared* const shared =
      mmap(NULL, sizeof(struct Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&shared->mutex, &kind);
  pthread_mutexattr_destroy(&kind);
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(&shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
    OwnThenShared(shared);
    Give(&shared->child_is_done);
    exit(0);
  }
  Await(&shared->child_is_done);
  OwnThenShared(shared);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 70;
  return WEXITSTATUS(status);
}
