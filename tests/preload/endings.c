// SPDX-License-Identifier: Apache-2.0
//
// Every way for a process to end, with threads still running: they lock, and meet new chains of locks.
//
//   endings HOW [inverted]     with `inverted` two locks were taken in opposite orders before
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "new_chains.h"

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;

static void* OneTwo(void* unused) {
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  return unused;
}
static void* TwoOne(void* unused) {
  pthread_mutex_lock(&two);
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  pthread_mutex_unlock(&two);
  return unused;
}

static atomic_int turn;
static void* Inverted(void* unused) {
  TwoOne(unused);
  atomic_store_explicit(&turn, 1, memory_order_relaxed);
  return unused;
}
static void* OneTwoAfter(void* unused) {
  while (atomic_load_explicit(&turn, memory_order_relaxed) == 0) {
  }
  return OneTwo(unused);
}

// Sits in a read for ever, with the lock of standard input.
static void* Read(void* unused) {
  (void)getchar();
  return unused;
}

static void AtExit(void) {
  OneTwo(NULL);
  puts("atexit");
}
static void AtQuickExit(void) {
  OneTwo(NULL);
  puts("at_quick_exit");
  fflush(stdout);
}
static void Lock(int signal) {
  (void)signal;
  OneTwo(NULL);
}

static pthread_barrier_t both;
static void* TwoThenOne(void* unused) {
  pthread_mutex_lock(&two);
  pthread_barrier_wait(&both);
  pthread_mutex_lock(&one);
  return unused;
}
static void Deadlock(void) {
  pthread_t thread;
  pthread_barrier_init(&both, NULL, 2);
  pthread_mutex_lock(&one);
  pthread_create(&thread, NULL, TwoThenOne, NULL);
  pthread_barrier_wait(&both);
  pthread_mutex_lock(&two);
}

static void* StopLater(void* unused) {
  OneTwo(NULL);
  StopChains();
  puts("the last thread");
  return unused;
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const char* how = argv[1];
  pthread_t thread;
  if (argc > 2) {
    // By threads of which neither comes before the other.
    pthread_t other;
    pthread_create(&other, NULL, Inverted, NULL);
    pthread_create(&thread, NULL, OneTwoAfter, NULL);
    pthread_join(other, NULL);
    pthread_join(thread, NULL);
  }
  int ends[2];
  if (pipe(ends) != 0) return 2;
  dup2(ends[0], STDIN_FILENO);
  pthread_create(&thread, NULL, Read, NULL);
  atexit(AtExit);
  at_quick_exit(AtQuickExit);
  StartChains();
  OneTwo(NULL);
  puts("in main");
  if (strcmp(how, "deadlock") == 0) Deadlock();
  if (strcmp(how, "exit") == 0) exit(3);
  if (strcmp(how, "exit_0") == 0) exit(0);
  if (strcmp(how, "return") == 0) return 0;
  if (strcmp(how, "pthread_exit") == 0) {
    pthread_cancel(thread);
    pthread_detach(thread);
    pthread_create(&thread, NULL, StopLater, NULL);
    pthread_exit(NULL);
  }
  fflush(stdout);
  if (strcmp(how, "_exit") == 0) _exit(4);
  if (strcmp(how, "_exit_0") == 0) _exit(0);
  if (strcmp(how, "_Exit") == 0) _Exit(5);
  if (strcmp(how, "quick_exit") == 0) quick_exit(6);
  if (strcmp(how, "abort") == 0) abort();
  if (strcmp(how, "abort_caught") == 0) {
    signal(SIGABRT, Lock);
    abort();
  }
  if (strcmp(how, "segv") == 0) *(volatile int*)(size_t)ends[0] = 1;
  if (strcmp(how, "term") == 0) raise(SIGTERM);
  if (strcmp(how, "kill") == 0) kill(getpid(), SIGKILL);
  return 1;
}
