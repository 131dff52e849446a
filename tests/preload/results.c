// SPDX-License-Identifier: Apache-2.0
//
// What every function answers, right use and wrong, and that none of them touches errno but those that are to. Whatever comes
// back is printed; the test compares it with the same run unwatched.
//
//   results right|wrong      `wrong` also does what the watcher reports
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <time.h>

#define SHOW(call)                                       \
  do {                                                   \
    errno = 4711;                                        \
    const int result = (call);                           \
    printf("%s = %d, errno %d\n", #call, result, errno); \
  } while (0)

static const struct timespec past = {1, 0};
static const struct timespec nonsense = {1, 1000000000};
static pthread_mutex_t mutex;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;
static pthread_barrier_t barrier;

static void Mutexes(int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  SHOW(pthread_mutexattr_settype(&attributes, type));
  SHOW(pthread_mutex_init(&mutex, &attributes));
  pthread_mutexattr_destroy(&attributes);
  for (int round = 0; round < 2; ++round) {  // the second time everything is known
    SHOW(pthread_mutex_lock(&mutex));
    SHOW(pthread_mutex_trylock(&mutex));
    if (type == PTHREAD_MUTEX_RECURSIVE) SHOW(pthread_mutex_unlock(&mutex));
    if (type == PTHREAD_MUTEX_ERRORCHECK) SHOW(pthread_mutex_lock(&mutex));
    SHOW(pthread_mutex_timedlock(&mutex, &past));
    if (type == PTHREAD_MUTEX_RECURSIVE) SHOW(pthread_mutex_unlock(&mutex));
    SHOW(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &past));
    if (type == PTHREAD_MUTEX_RECURSIVE) SHOW(pthread_mutex_unlock(&mutex));
    SHOW(pthread_cond_timedwait(&condition, &mutex, &past));
    SHOW(pthread_cond_timedwait(&condition, &mutex, &nonsense));
    SHOW(pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &past));
    SHOW(pthread_cond_clockwait(&condition, &mutex, CLOCK_PROCESS_CPUTIME_ID, &past));
    SHOW(pthread_mutex_unlock(&mutex));
    SHOW(pthread_mutex_timedlock(&mutex, &nonsense));
    SHOW(pthread_mutex_unlock(&mutex));
    SHOW(pthread_mutex_clocklock(&mutex, CLOCK_PROCESS_CPUTIME_ID, &past));
    if (type == PTHREAD_MUTEX_ERRORCHECK) {
      // Nobody holds it, so nobody waits, and the hand is empty as before.
      SHOW(pthread_cond_wait(&condition, &mutex));
      SHOW(pthread_cond_timedwait(&condition, &mutex, &past));
    }
  }
  SHOW(pthread_mutex_destroy(&mutex));
}

static void* FromAnother(void* unused) {
  SHOW(pthread_mutex_trylock(&mutex));
  SHOW(pthread_mutex_timedlock(&mutex, &past));
  SHOW(pthread_mutex_timedlock(&mutex, &nonsense));
  SHOW(pthread_rwlock_tryrdlock(&rwlock));
  SHOW(pthread_rwlock_trywrlock(&rwlock));
  SHOW(pthread_rwlock_timedrdlock(&rwlock, &past));
  SHOW(pthread_rwlock_timedwrlock(&rwlock, &past));
  SHOW(pthread_rwlock_timedwrlock(&rwlock, &nonsense));
  SHOW(pthread_rwlock_clockrdlock(&rwlock, CLOCK_MONOTONIC, &past));
  SHOW(pthread_rwlock_clockwrlock(&rwlock, CLOCK_MONOTONIC, &past));
  SHOW(pthread_rwlock_clockwrlock(&rwlock, CLOCK_THREAD_CPUTIME_ID, &past));
  SHOW(pthread_spin_trylock(&spin));
  return unused;
}

static void HeldByAnother(void) {
  pthread_t thread;
  SHOW(pthread_mutex_init(&mutex, NULL));
  SHOW(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE));
  SHOW(pthread_mutex_lock(&mutex));
  SHOW(pthread_rwlock_wrlock(&rwlock));
  SHOW(pthread_spin_lock(&spin));
  pthread_create(&thread, NULL, FromAnother, NULL);
  pthread_join(thread, NULL);
  SHOW(pthread_rwlock_rdlock(&rwlock));  // its own: libc refuses
  SHOW(pthread_rwlock_wrlock(&rwlock));
  SHOW(pthread_rwlock_timedwrlock(&rwlock, &past));
  SHOW(pthread_spin_unlock(&spin));
  SHOW(pthread_rwlock_unlock(&rwlock));
  SHOW(pthread_mutex_unlock(&mutex));
  SHOW(pthread_rwlock_rdlock(&rwlock));
  SHOW(pthread_rwlock_tryrdlock(&rwlock));
  SHOW(pthread_rwlock_trywrlock(&rwlock));
  SHOW(pthread_rwlock_timedwrlock(&rwlock, &past));
  SHOW(pthread_rwlock_unlock(&rwlock));
  SHOW(pthread_rwlock_unlock(&rwlock));
  SHOW(pthread_rwlock_destroy(&rwlock));
  SHOW(pthread_spin_destroy(&spin));
  SHOW(pthread_mutex_destroy(&mutex));
}

static void Semaphores(void) {
  SHOW(sem_init(&semaphore, 0, 2147483647U));
  SHOW(sem_post(&semaphore));                  // EOVERFLOW
  SHOW(sem_init(&semaphore, 0, 3000000000U));  // EINVAL
  SHOW(sem_init(&semaphore, 0, 0));
  SHOW(sem_trywait(&semaphore));           // EAGAIN
  SHOW(sem_timedwait(&semaphore, &past));  // ETIMEDOUT
  SHOW(sem_timedwait(&semaphore, &nonsense));
  SHOW(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &past));
  SHOW(sem_clockwait(&semaphore, CLOCK_PROCESS_CPUTIME_ID, &past));
  SHOW(sem_post(&semaphore));
  SHOW(sem_wait(&semaphore));
  SHOW(sem_post(&semaphore));
  SHOW(sem_trywait(&semaphore));
  SHOW(sem_destroy(&semaphore));
}

static void* Nothing(void* unused) { return unused; }
static void* JoinMyself(void* unused) {
  SHOW(pthread_join(pthread_self(), NULL));
  return unused;
}

static void Threads(void) {
  pthread_t thread;
  void* value = &thread;
  SHOW(pthread_create(&thread, NULL, Nothing, &semaphore));
  SHOW(pthread_join(thread, &value));
  printf("its value: %d\n", value == &semaphore);
  pthread_create(&thread, NULL, JoinMyself, NULL);
  SHOW(pthread_join(thread, NULL));
  SHOW(pthread_mutex_init(&mutex, NULL));
  SHOW(pthread_barrier_init(&barrier, NULL, 0));
  SHOW(pthread_barrier_init(&barrier, NULL, 1));
  SHOW(pthread_barrier_wait(&barrier));
  SHOW(pthread_barrier_wait(&barrier));
  SHOW(pthread_barrier_destroy(&barrier));
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  const struct sched_param most = {99};
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, 4711);
  (void)pthread_attr_setschedparam(&attributes, &most);
  pthread_attr_destroy(&attributes);
}

static mtx_t plain;
static mtx_t timed;
static cnd_t bell;
static int Seven(void* unused) {
  (void)unused;
  SHOW(mtx_trylock(&plain));
  SHOW(mtx_timedlock(&timed, &past));
  return 7;
}
static void C11(void) {
  thrd_t thread;
  int value = 0;
  SHOW(mtx_init(&plain, mtx_plain));
  SHOW(mtx_init(&timed, mtx_timed | mtx_recursive));
  SHOW(cnd_init(&bell));
  SHOW(mtx_lock(&plain));
  SHOW(mtx_lock(&timed));
  SHOW(mtx_lock(&timed));
  SHOW(mtx_unlock(&timed));
  thrd_create(&thread, Seven, NULL);
  SHOW(thrd_join(thread, &value));
  printf("its value: %d\n", value);
  SHOW(cnd_timedwait(&bell, &plain, &past));
  SHOW(cnd_signal(&bell));
  SHOW(cnd_broadcast(&bell));
  SHOW(mtx_unlock(&timed));
  SHOW(mtx_unlock(&plain));
  mtx_destroy(&timed);
  mtx_destroy(&plain);
  cnd_destroy(&bell);
}

static void* UnlockOthers(void* unused) {
  SHOW(pthread_mutex_unlock(&mutex));
  return unused;
}
static void Wrong(void) {
  pthread_mutexattr_t attributes;
  pthread_t thread;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  SHOW(pthread_mutex_init(&mutex, &attributes));
  SHOW(pthread_mutex_lock(&mutex));
  pthread_create(&thread, NULL, UnlockOthers, NULL);
  pthread_join(thread, NULL);
  SHOW(pthread_mutex_destroy(&mutex));  // EBUSY
  SHOW(pthread_mutex_unlock(&mutex));
  SHOW(pthread_mutex_unlock(&mutex));  // EPERM
  SHOW(pthread_mutex_destroy(&mutex));
  SHOW(pthread_mutex_lock(&mutex));  // EINVAL: it is gone
  SHOW(pthread_mutex_trylock(&mutex));
  SHOW(pthread_mutex_unlock(&mutex));
}

int main(int argc, char** argv) {
  if (argc == 2 && strcmp(argv[1], "wrong") == 0) {
    Wrong();
    return 0;
  }
  Mutexes(PTHREAD_MUTEX_NORMAL);
  Mutexes(PTHREAD_MUTEX_RECURSIVE);
  Mutexes(PTHREAD_MUTEX_ERRORCHECK);
  Mutexes(PTHREAD_MUTEX_ADAPTIVE_NP);
  SHOW(pthread_cond_signal(&condition));
  SHOW(pthread_cond_broadcast(&condition));
  SHOW(pthread_cond_destroy(&condition));
  HeldByAnother();
  Semaphores();
  Threads();
  C11();
  SHOW(sched_yield());
  SHOW((thrd_yield(), 0));
  return 0;
}
