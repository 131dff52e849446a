// SPDX-License-Identifier: Apache-2.0
//
// The twin of fork_orphan.c: the child makes the mutex anew before it takes it, and only tries another one that its holder left.
//
// VERDICT clean
#include <sys/wait.h>

#include "cue.h"

static pthread_mutex_t renewed = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t tried = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t kept;
static Cue held;
static Cue enough;

static void* Hold(void* unused) {
  pthread_mutex_lock(&renewed);
  pthread_mutex_lock(&tried);
  Give(&held);
  Await(&enough);
  pthread_mutex_unlock(&tried);
  pthread_mutex_unlock(&renewed);
  return unused;
}

static void* TakeBoth(void* where) {
  SayWhere(where);
  pthread_mutex_lock(&kept);
  pthread_mutex_lock(&renewed);
  pthread_mutex_unlock(&renewed);
  pthread_mutex_unlock(&kept);
  return where;
}

static int Child(void) {
  int waiter = 0;
  pthread_t thread;
  pthread_mutex_init(&renewed, NULL);
  pthread_mutex_lock(&kept);
  pthread_create(&thread, NULL, TakeBoth, &waiter);
  AwaitAsleep(&waiter);
  pthread_mutex_unlock(&kept);
  pthread_join(thread, NULL);
  return pthread_mutex_trylock(&tried) == 0 ? 70 : 0;
}

int main(void) {
  pthread_t thread;
  pthread_mutex_init(&kept, NULL);
  pthread_create(&thread, NULL, Hold, NULL);
  Await(&held);
  const pid_t child = fork();
  if (child == 0) exit(Child());
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 70;
  Give(&enough);
  pthread_join(thread, NULL);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 71;
}
