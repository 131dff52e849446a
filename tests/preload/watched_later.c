// SPDX-License-Identifier: Apache-2.0
//
// At its limit of threads a process has no room for a watching thread; when the limit is raised, the next thread brings one, and
// the deadlock is seen.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../truth/cue.h"

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static Cue has_first;
static Cue has_second;

static void* Forward(void* unused) {
  pthread_mutex_lock(&first);
  Give(&has_first);
  Await(&has_second);
  pthread_mutex_lock(&second);
  return unused;
}
static void* Backward(void* unused) {
  Await(&has_first);
  pthread_mutex_lock(&second);
  Give(&has_second);
  pthread_mutex_lock(&first);
  return unused;
}

int main(void) {
  // A user of its own: the limit counts all of a user's processes.
  if (getuid() == 0 && setuid((uid_t)(70000 + getpid() % 1000000)) != 0) return 77;
  const struct rlimit two = {2, 16};
  const struct rlimit more = {16, 16};
  if (setrlimit(RLIMIT_NPROC, &two) != 0) return 77;
  pthread_t threads[2];
  if (pthread_create(&threads[0], NULL, Forward, NULL) != 0) return 77;
  if (pthread_create(&threads[1], NULL, Backward, NULL) == 0) return 77;  // the limit does not hold here
  if (setrlimit(RLIMIT_NPROC, &more) != 0 || pthread_create(&threads[1], NULL, Backward, NULL) != 0) return 1;
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  return 0;
}
