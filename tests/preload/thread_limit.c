// SPDX-License-Identifier: Apache-2.0
//
// No more threads, at a limit of the kernel's: pthread_create() says so, and a later one works again.
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { kMost = 64 };

static sem_t leave;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ran;

static void* Run(void* unused) {
  pthread_mutex_lock(&mutex);
  ++ran;
  pthread_mutex_unlock(&mutex);
  while (sem_wait(&leave) != 0) {
  }
  return unused;
}

// How many there are to the kernel: a thread that was joined may count for a moment longer.
static int Alive(void) {
  int alive = 0;
  DIR* tasks = opendir("/proc/self/task");
  if (tasks == NULL) return 0;
  for (const struct dirent* task = readdir(tasks); task != NULL; task = readdir(tasks)) alive += task->d_name[0] != '.';
  closedir(tasks);
  return alive;
}

int main(void) {
  pthread_t threads[kMost];
  sem_init(&leave, 0, 0);
  // A user of its own, as far as may be: the limit counts all of a user's processes.
  if (getuid() == 0 && setuid((uid_t)(70000 + getpid() % 1000000)) != 0) return 77;
  struct rlimit limit = {16, 16};
  if (setrlimit(RLIMIT_NPROC, &limit) != 0) return 77;
  int count = 0;
  int result = 0;
  while (count < kMost && (result = pthread_create(&threads[count], NULL, Run, NULL)) == 0) ++count;
  printf("%s, after at least 10: %d\n", strerror(result), count >= 10);
  for (int i = 0; i < count; ++i) sem_post(&leave);
  for (int i = 0; i < count; ++i) pthread_join(threads[i], NULL);
  const int all_ran = ran == count;
  sem_post(&leave);
  // With room for one of a watcher's own besides.
  while (Alive() > 2) sched_yield();
  do {
    result = pthread_create(&threads[0], NULL, Run, NULL);
  } while (result == EAGAIN && sched_yield() == 0);
  printf("ran %d, again: %d\n", all_ran, result);
  pthread_join(threads[0], NULL);
  return 0;
}
