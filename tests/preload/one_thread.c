// SPDX-License-Identifier: Apache-2.0
//
// A program of one thread has no second one under the watcher either, though it locks and tries in vain.
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int Threads(void) {
  int count = 0;
  DIR* tasks = opendir("/proc/self/task");
  if (tasks == NULL) return -1;
  for (const struct dirent* task = readdir(tasks); task != NULL; task = readdir(tasks)) count += task->d_name[0] != '.';
  closedir(tasks);
  return count;
}

int main(void) {
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  const struct timespec past = {1, 0};
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&mutex);
  pthread_mutex_timedlock(&mutex, &past);
  pthread_cond_timedwait(&never, &mutex, &past);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&outer);
  printf("threads: %d\n", Threads());
  fflush(stdout);
  if (fork() == 0) {
    pthread_mutex_lock(&outer);
    pthread_mutex_unlock(&outer);
    printf("threads of the child: %d\n", Threads());
    return 0;
  }
  wait(NULL);
  return 0;
}
