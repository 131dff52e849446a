// SPDX-License-Identifier: Apache-2.0
//
// Locks that say more than "taken": robust ones whose owner ends, shared ones between a parent and its child, and those with
// a priority protocol. Prints whatever comes back.
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHOW(call) printf("%s = %d\n", #call, (call))

struct Shared {
  pthread_mutex_t mutex;
  pthread_mutex_t robust;
  pthread_rwlock_t rwlock;
  pthread_cond_t condition;
  pthread_barrier_t barrier;
  sem_t semaphore;
  int value;
  int turn;
};

static pthread_mutex_t robust;
static const struct timespec past = {1, 0};

static void Make(pthread_mutex_t* mutex, int is_robust, int shared, int protocol) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  if (is_robust) pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  if (shared) pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setprotocol(&attributes, protocol);
  if (protocol == PTHREAD_PRIO_PROTECT)
    pthread_mutexattr_setprioceiling(&attributes, sched_get_priority_min(SCHED_FIFO));
  SHOW(pthread_mutex_init(mutex, &attributes));
  pthread_mutexattr_destroy(&attributes);
}

static void* EndWithIt(void* unused) {
  SHOW(pthread_mutex_lock(&robust));
  return unused;
}
static void OwnerEnds(int repair, int how) {
  pthread_t thread;
  Make(&robust, 1, 0, PTHREAD_PRIO_NONE);
  pthread_create(&thread, NULL, EndWithIt, NULL);
  pthread_join(thread, NULL);
  if (how == 0) SHOW(pthread_mutex_lock(&robust));
  if (how == 1) SHOW(pthread_mutex_trylock(&robust));
  if (how == 2) SHOW(pthread_mutex_timedlock(&robust, &past));
  if (repair) SHOW(pthread_mutex_consistent(&robust));
  SHOW(pthread_mutex_unlock(&robust));
  SHOW(pthread_mutex_lock(&robust));
  SHOW(pthread_mutex_trylock(&robust));
  if (repair) SHOW(pthread_mutex_unlock(&robust));
  SHOW(pthread_mutex_destroy(&robust));
}

static void Robust(void) {
  for (int how = 0; how < 3; ++how) {
    OwnerEnds(1, how);
    OwnerEnds(0, how);
  }
}

static int Child(struct Shared* all) {
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&all->mutex);
    pthread_rwlock_wrlock(&all->rwlock);
    ++all->value;
    pthread_rwlock_unlock(&all->rwlock);
    pthread_mutex_unlock(&all->mutex);
  }
  pthread_barrier_wait(&all->barrier);
  pthread_mutex_lock(&all->mutex);
  while (all->turn == 0) pthread_cond_wait(&all->condition, &all->mutex);
  pthread_mutex_unlock(&all->mutex);
  sem_wait(&all->semaphore);
  pthread_mutex_lock(&all->robust);
  _exit(7);  // holding it
}

static int BetweenProcesses(void) {
  struct Shared* all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return 1;
  pthread_rwlockattr_t rwlock;
  pthread_condattr_t condition;
  pthread_barrierattr_t barrier;
  pthread_rwlockattr_init(&rwlock);
  pthread_rwlockattr_setpshared(&rwlock, PTHREAD_PROCESS_SHARED);
  pthread_condattr_init(&condition);
  pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
  pthread_barrierattr_init(&barrier);
  pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
  Make(&all->mutex, 0, 1, PTHREAD_PRIO_NONE);
  Make(&all->robust, 1, 1, PTHREAD_PRIO_NONE);
  pthread_rwlock_init(&all->rwlock, &rwlock);
  pthread_cond_init(&all->condition, &condition);
  pthread_barrier_init(&all->barrier, &barrier, 2);
  sem_init(&all->semaphore, 1, 0);
  fflush(stdout);
  const pid_t child = fork();
  if (child == 0) _exit(Child(all));
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&all->mutex);
    pthread_rwlock_wrlock(&all->rwlock);
    ++all->value;
    pthread_rwlock_unlock(&all->rwlock);
    pthread_mutex_unlock(&all->mutex);
  }
  pthread_barrier_wait(&all->barrier);
  printf("counted %d\n", all->value);
  pthread_mutex_lock(&all->mutex);
  all->turn = 1;
  pthread_cond_signal(&all->condition);
  pthread_mutex_unlock(&all->mutex);
  sem_post(&all->semaphore);
  int status = 0;
  waitpid(child, &status, 0);
  printf("the child ended with %d\n", WEXITSTATUS(status));
  SHOW(pthread_mutex_lock(&all->robust));
  SHOW(pthread_mutex_consistent(&all->robust));
  SHOW(pthread_mutex_unlock(&all->robust));
  SHOW(pthread_mutex_lock(&all->robust));
  SHOW(pthread_mutex_unlock(&all->robust));
  return 0;
}

static pthread_mutex_t with_protocol;
static void* TryIt(void* unused) {
  SHOW(pthread_mutex_trylock(&with_protocol));
  SHOW(pthread_mutex_timedlock(&with_protocol, &past));
  return unused;
}
static void Protocols(void) {
  const int protocols[] = {PTHREAD_PRIO_INHERIT, PTHREAD_PRIO_PROTECT};
  for (int i = 0; i < 2; ++i) {
    pthread_t thread;
    Make(&with_protocol, 0, 0, protocols[i]);
    SHOW(pthread_mutex_lock(&with_protocol));  // EINVAL where the ceiling is below the thread, or not permitted
    SHOW(pthread_mutex_trylock(&with_protocol));
    pthread_create(&thread, NULL, TryIt, NULL);
    pthread_join(thread, NULL);
    SHOW(pthread_mutex_unlock(&with_protocol));
    SHOW(pthread_mutex_lock(&with_protocol));
    SHOW(pthread_mutex_unlock(&with_protocol));
    SHOW(pthread_mutex_destroy(&with_protocol));
  }
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  if (strcmp(argv[1], "robust") == 0) Robust();
  if (strcmp(argv[1], "shared") == 0) return BetweenProcesses();
  if (strcmp(argv[1], "protocols") == 0) Protocols();
  return 0;
}
