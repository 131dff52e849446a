// SPDX-License-Identifier: Apache-2.0
//
// A signal every half millisecond, to a thread that locks without end, and a handler that locks too, unlocks, posts and notifies.
// The handler's locks are its own, tried or with the signal masked elsewhere, so the program is right; the watcher is not asked
// whether it is in the middle of something.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kLocks = 40, kHandlerLocks = 40, kSignals = 1500 };

static pthread_mutex_t locks[kLocks];
static pthread_mutex_t handlers[kHandlerLocks];
static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_cond_t rung = PTHREAD_COND_INITIALIZER;
static pthread_cond_t never_rung = PTHREAD_COND_INITIALIZER;
static sem_t posted;
static volatile sig_atomic_t signals;
static volatile sig_atomic_t clobbered;
static volatile sig_atomic_t failed;
static int forks;

static void OnAlarm(int signal) {
  (void)signal;
  const int number = signals;
  errno = 4711;
  pthread_mutex_t* first = &handlers[number % kHandlerLocks];
  pthread_mutex_t* second = &handlers[kHandlerLocks - 1];
  if (pthread_mutex_lock(first) != 0) failed = 1;
  if (first != second) {
    if (pthread_mutex_lock(second) != 0) failed = 2;
    if (pthread_mutex_unlock(second) != 0) failed = 3;
  }
  if (pthread_mutex_unlock(first) != 0) failed = 4;
  // What the main flow holds now and then: only tried.
  if (pthread_mutex_trylock(&locks[number % kLocks]) == 0 && pthread_mutex_unlock(&locks[number % kLocks]) != 0)
    failed = 5;
  if (pthread_rwlock_tryrdlock(&shared) == 0 && pthread_rwlock_unlock(&shared) != 0) failed = 6;
  if (pthread_spin_trylock(&spin) == 0 && pthread_spin_unlock(&spin) != 0) failed = 7;
  sem_post(&posted);
  pthread_cond_signal(&rung);
  if (forks && number % 50 == 0) {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    int status = 1;
    if (waitpid(child, &status, 0) != child || status != 0) failed = 8;
  }
  if (errno != 4711) clobbered = 1;
  signals = number + 1;
}

static void* Idle(void* unused) {
  pthread_mutex_lock(&locks[0]);
  pthread_mutex_unlock(&locks[0]);
  return unused;
}

// The new thread inherits the mask, so that all signals come to the main one.
static void CreateAndJoin(void) {
  sigset_t all;
  sigset_t before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_create(&thread, NULL, Idle, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_join(thread, NULL);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  for (int i = 0; i < kLocks; ++i) pthread_mutex_init(&locks[i], NULL);
  for (int i = 0; i < kHandlerLocks; ++i) pthread_mutex_init(&handlers[i], NULL);
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  sem_init(&posted, 0, 0);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = OnAlarm;
  if (strcmp(argv[1], "own_stack") == 0) {
    const stack_t stack = {.ss_sp = malloc((size_t)SIGSTKSZ), .ss_size = (size_t)SIGSTKSZ};
    sigaltstack(&stack, NULL);
    action.sa_flags = SA_ONSTACK;
  }
  forks = strcmp(argv[1], "forks") == 0;
  sigaction(SIGALRM, &action, NULL);
  CreateAndJoin();
  const struct itimerval often = {{0, 500}, {0, 500}};
  setitimer(ITIMER_REAL, &often, NULL);
  unsigned seed = 1;
  int posts = 0;
  while (signals < kSignals) {
    // Two in order, other ones each time; now and then new ones, so that the slow path is interrupted too.
    seed = seed * 1103515245U + 12345U;
    const unsigned first = (seed >> 16) % (kLocks - 1);
    const unsigned second = first + 1 + (seed >> 8) % (kLocks - 1 - first);
    pthread_mutex_lock(&locks[first]);
    pthread_rwlock_rdlock(&shared);
    pthread_mutex_lock(&locks[second]);
    pthread_spin_lock(&spin);
    pthread_spin_unlock(&spin);
    pthread_mutex_unlock(&locks[second]);
    pthread_rwlock_unlock(&shared);
    pthread_mutex_unlock(&locks[first]);
    if (seed % 64 == 0) {
      pthread_mutex_destroy(&locks[first]);
      pthread_mutex_init(&locks[first], NULL);
    }
    // Not where the handler forks: that needs the locks of malloc(), which may be ours at that moment.
    if (seed % 512 == 1 && !forks) CreateAndJoin();
    if (seed % 128 == 2) {
      struct timespec soon;
      clock_gettime(CLOCK_REALTIME, &soon);
      soon.tv_nsec = (soon.tv_nsec + 100000) % 1000000000;
      pthread_mutex_lock(&locks[first]);
      (void)pthread_cond_timedwait(&never_rung, &locks[first], &soon);
      pthread_mutex_unlock(&locks[first]);
    }
    while (sem_trywait(&posted) == 0) ++posts;
  }
  const struct itimerval never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &never, NULL);
  while (sem_trywait(&posted) == 0) ++posts;
  printf("posts are signals: %d, errno clobbered: %d, failed: %d\n", posts == signals, clobbered, failed);
  return 0;
}
