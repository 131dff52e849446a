// SPDX-License-Identifier: Apache-2.0
//
// Two locks in opposite orders, which makes a report, where it cannot be written: nobody reads standard error, or a file may not
// grow. The signal for that would end a program that itself writes nothing.
//
//   broken_pipe pipe|limit|closed|handled
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../truth/cue.h"

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
static volatile sig_atomic_t signals;
static Cue through;

static void Count(int signal) {
  (void)signal;
  ++signals;
}
static void* OneTwo(void* unused) {
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  Give(&through);
  return unused;
}

int main(int argc, char** argv) {
  int ends[2];
  pthread_t thread;
  if (argc != 2 || pipe(ends) != 0) return 2;
  close(ends[0]);
  if (strcmp(argv[1], "limit") == 0) {
    const struct rlimit none = {0, 0};
    char path[] = "/tmp/broken_pipe.XXXXXX";
    ends[1] = mkstemp(path);
    unlink(path);
    setrlimit(RLIMIT_FSIZE, &none);
  }
  if (strcmp(argv[1], "handled") == 0) signal(SIGPIPE, Count);
  if (strcmp(argv[1], "closed") == 0) {
    close(STDERR_FILENO);
  } else {
    dup2(ends[1], STDERR_FILENO);
  }
  pthread_create(&thread, NULL, OneTwo, NULL);
  Await(&through);
  pthread_mutex_lock(&two);
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  pthread_mutex_unlock(&two);
  pthread_join(thread, NULL);
  if (strcmp(argv[1], "limit") != 0) printf("signals: %d\n", signals);
  return 0;
}
