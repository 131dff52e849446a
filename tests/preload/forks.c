// SPDX-License-Identifier: Apache-2.0
//
// Children: a storm of forks from threads that lock, vfork() and posix_spawn(), while others meet new chains of locks.
// The children lock too, in threads of their own, and leave by exit(), _exit() and exec().
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "new_chains.h"

enum { kForkers = 4, kForks = 12 };

static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static atomic_int right;
extern char** environ;

static void* Lock(void* unused) {
  for (int i = 0; i < 10; ++i) {
    pthread_mutex_lock(&outer);
    pthread_mutex_lock(&inner);
    pthread_mutex_unlock(&inner);
    pthread_mutex_unlock(&outer);
  }
  return unused;
}

static void Child(int way) {
  // The locks may be held by threads that the child has not got; so it makes its own, as a fork handler would.
  pthread_mutex_init(&outer, NULL);
  pthread_mutex_init(&inner, NULL);
  Lock(NULL);
  pthread_t thread;
  if (pthread_create(&thread, NULL, Lock, NULL) != 0) _exit(99);
  Lock(NULL);
  pthread_join(thread, NULL);
  if (way == 0) _exit(40);
  if (way == 1) exit(40);
  execl("/bin/sh", "sh", "-c", "exit 40", (char*)NULL);
  _exit(98);
}

static int EndedWith(pid_t child, int wanted) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == wanted;
}

static void* ForkSome(void* unused) {
  for (int i = 0; i < kForks; ++i) {
    Lock(NULL);
    const pid_t child = fork();
    if (child == 0) Child(i % 3);
    atomic_fetch_add(&right, EndedWith(child, 40));
  }
  return unused;
}

static char* const arguments[] = {"sh", "-c", "exit 40", NULL};

static pid_t WithVfork(int with_exec) {
  const pid_t child = vfork();
  if (child == 0) {
    if (with_exec) execv("/bin/sh", arguments);
    _exit(41);  // in our memory
  }
  return child;
}

static pid_t WithSpawn(void) {
  pid_t child = -1;
  return posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) == 0 ? child : -1;
}

static void Spawn(int with_vfork) {
  for (int i = 0; i < kForks; ++i) {
    pthread_mutex_lock(&outer);
    const pid_t child = with_vfork ? WithVfork(1) : WithSpawn();
    pthread_mutex_unlock(&outer);
    right += EndedWith(child, 40);
    Lock(NULL);
  }
  right += EndedWith(WithVfork(0), 41);
  Lock(NULL);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  StartChains();
  if (strcmp(argv[1], "storm") == 0) {
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_t threads[kForkers];
    for (int i = 0; i < kForkers; ++i) pthread_create(&threads[i], NULL, ForkSome, NULL);
    for (int i = 0; i < kForkers; ++i) pthread_join(threads[i], NULL);
  } else {
    Spawn(strcmp(argv[1], "vfork") == 0);
  }
  StopChains();
  printf("right: %d\n", right);
  return 0;
}
