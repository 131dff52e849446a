// SPDX-License-Identifier: Apache-2.0
//
// A program that looks whether somebody starts processes behind its back: by its signals, its children, its handlers of fork()
// and its descriptors. `limited` may have no further process, `deaf` ignores the ends of its own.
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct account {
  long id;
  pthread_mutex_t mu;
  long balance;
};

static volatile sig_atomic_t signals;
static int forks;

static void Count(int signal_number) {
  (void)signal_number;
  ++signals;
}
static void BeforeFork(void) { ++forks; }

static int Descriptors(void) {
  int count = 0;
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == NULL) abort();
  while (readdir(folder) != NULL) ++count;
  closedir(folder);
  return count;
}

static struct account* ann;
static struct account* bob;

static void Pay(struct account* from, struct account* to) {
  pthread_mutex_lock(&from->mu);
  pthread_mutex_lock(&to->mu);
  --from->balance;
  ++to->balance;
  pthread_mutex_unlock(&to->mu);
  pthread_mutex_unlock(&from->mu);
}
static int paid;
static void* AnnPays(void* argument) {
  Pay(ann, bob);
  __atomic_store_n(&paid, 1, __ATOMIC_RELAXED);
  return argument;
}
static void* BobPays(void* argument) {
  while (__atomic_load_n(&paid, __ATOMIC_RELAXED) == 0) sched_yield();
  Pay(bob, ann);
  return argument;
}

int main(int argc, char** argv) {
  const char* const how = argc > 1 ? argv[1] : "";
  struct sigaction action = {0};
  action.sa_handler = strcmp(how, "deaf") == 0 ? SIG_IGN : Count;
  sigaction(SIGCHLD, &action, NULL);
  pthread_atfork(BeforeFork, BeforeFork, BeforeFork);
  pthread_t threads[2];
  ann = calloc(1, sizeof *ann);
  bob = calloc(1, sizeof *bob);
  const int descriptors = Descriptors();
  if (pthread_create(&threads[0], NULL, AnnPays, NULL) != 0 || pthread_create(&threads[1], NULL, BobPays, NULL) != 0)
    abort();
  if (strcmp(how, "limited") == 0) {
    const struct rlimit none = {1, 1};
    setrlimit(RLIMIT_NPROC, &none);
  }
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  errno = 0;
  const pid_t child = waitpid(-1, NULL, WNOHANG);
  printf("child %d, %s; %d signals, %d forks, %d descriptors more\n", (int)child, strerror(errno), (int)signals, forks,
         Descriptors() - descriptors);
  return 0;
}
