// SPDX-License-Identifier: Apache-2.0
//
// dumps WHAT: SIGQUIT comes to a program with threads, and finds it
//   asked            as it is: whoever watches says what the threads do; the program ends once something was said
//   handled          with a handler of its own; `handled_early`: set before there was a thread
//   ignored, waited  ignoring it, or waiting for it
//   child            in a forked child, `alone` in a process of one thread, `started` in a program that this one starts: they end
//   asleep           no signal: a main thread that sleeps for a minute; `brief`: nothing at all
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../truth/cue.h"

static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;
static sem_t leave;
static int sitter;
static int visitor;
static volatile sig_atomic_t came;

static void Count(int signal_number) {
  (void)signal_number;
  ++came;
}
static void Handle(void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  sigaction(SIGQUIT, &action, NULL);
}

static void* Sit(void* unused) {
  pthread_mutex_lock(&desk);
  SayWhere(&sitter);
  sem_wait(&leave);
  pthread_mutex_unlock(&desk);
  return unused;
}
static void* Visit(void* unused) {
  SayWhere(&visitor);
  pthread_mutex_lock(&desk);
  pthread_mutex_unlock(&desk);
  return unused;
}

static off_t Said(void) {
  struct stat now;
  return fstat(STDERR_FILENO, &now) == 0 ? now.st_size : 0;
}

static void PrintEnd(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  printf("ended by signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

int main(int argc, char** argv) {
  const char* const what = argc > 1 ? argv[1] : "";
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (strcmp(what, "brief") == 0) return 0;
  if (strcmp(what, "asleep") == 0) return (int)sleep(60);
  if (strcmp(what, "alone") == 0) raise(SIGQUIT);
  if (strcmp(what, "handled_early") == 0) Handle(Count);

  sem_init(&leave, 0, 0);
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, Sit, NULL);
  AwaitAsleep(&sitter);
  pthread_create(&threads[1], NULL, Visit, NULL);
  AwaitAsleep(&visitor);
  if (strcmp(what, "asked") == 0) {
    const off_t before = Said();
    kill(getpid(), SIGQUIT);
    for (int looks = 0; Said() == before; ++looks) {
      if (looks == 100000) _exit(70);
      usleep(200);
    }
  } else if (strncmp(what, "handled", 7) == 0) {
    if (strcmp(what, "handled") == 0) Handle(Count);
    raise(SIGQUIT);
    printf("came %d\n", (int)came);
  } else if (strcmp(what, "ignored") == 0) {
    Handle(SIG_IGN);
    raise(SIGQUIT);
  } else if (strcmp(what, "waited") == 0) {
    sigset_t quit;
    sigemptyset(&quit);
    sigaddset(&quit, SIGQUIT);
    pthread_sigmask(SIG_BLOCK, &quit, NULL);
    raise(SIGQUIT);
    int which = 0;
    sigwait(&quit, &which);
    printf("waited for %d\n", which);
  } else if (strcmp(what, "child") == 0) {
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      raise(SIGQUIT);
      _exit(0);
    }
    PrintEnd(child);
  } else if (strcmp(what, "started") == 0) {
    const pid_t child = fork();
    if (child == 0) {
      execl(argv[0], argv[0], "alone", (char*)NULL);
      _exit(1);
    }
    PrintEnd(child);
  }
  sem_post(&leave);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  puts("went on");
  return 0;
}
