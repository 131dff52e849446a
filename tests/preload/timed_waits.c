// SPDX-License-Identifier: Apache-2.0
//
// A wait with a limit lasts as long as was asked for, and does not end for anything else.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

enum { kWaitMs = 60 };

static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t written = PTHREAD_RWLOCK_INITIALIZER;

static long long Now(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}
static struct timespec In(clockid_t clock) {
  const long long then = Now(clock) + kWaitMs * 1000000LL;
  const struct timespec until = {then / 1000000000, then % 1000000000};
  return until;
}

// `call` may use `until`.
#define LASTS(clock, call)                                                      \
  do {                                                                          \
    const struct timespec until = In(clock);                                    \
    const int result = (call);                                                  \
    const int early = Now(clock) < until.tv_sec * 1000000000LL + until.tv_nsec; \
    printf("%s = %d, early: %d\n", #call, result, early);                       \
  } while (0)

static void* Wait(void* unused) {
  pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  sem_t zero;
  sem_init(&zero, 0, 0);
  LASTS(CLOCK_REALTIME, pthread_mutex_timedlock(&held, &until));
  LASTS(CLOCK_MONOTONIC, pthread_mutex_clocklock(&held, CLOCK_MONOTONIC, &until));
  LASTS(CLOCK_REALTIME, pthread_rwlock_timedrdlock(&written, &until));
  LASTS(CLOCK_REALTIME, pthread_rwlock_timedwrlock(&written, &until));
  LASTS(CLOCK_MONOTONIC, pthread_rwlock_clockrdlock(&written, CLOCK_MONOTONIC, &until));
  LASTS(CLOCK_MONOTONIC, pthread_rwlock_clockwrlock(&written, CLOCK_MONOTONIC, &until));
  LASTS(CLOCK_REALTIME, (sem_timedwait(&zero, &until), errno));
  LASTS(CLOCK_MONOTONIC, (sem_clockwait(&zero, CLOCK_MONOTONIC, &until), errno));
  pthread_mutex_lock(&own);
  LASTS(CLOCK_REALTIME, pthread_cond_timedwait(&never, &own, &until));
  LASTS(CLOCK_MONOTONIC, pthread_cond_clockwait(&never, &own, CLOCK_MONOTONIC, &until));
  pthread_mutex_unlock(&own);
  return unused;
}

static void* WaitForIt(void* thread) {
  LASTS(CLOCK_REALTIME, pthread_timedjoin_np(*(pthread_t*)thread, NULL, &until));
  LASTS(CLOCK_MONOTONIC, pthread_clockjoin_np(*(pthread_t*)thread, NULL, CLOCK_MONOTONIC, &until));
  printf("try: %d\n", pthread_tryjoin_np(*(pthread_t*)thread, NULL));
  return NULL;
}

int main(void) {
  pthread_t thread;
  pthread_t self = pthread_self();
  pthread_mutex_lock(&held);
  pthread_rwlock_wrlock(&written);
  pthread_create(&thread, NULL, Wait, NULL);
  pthread_join(thread, NULL);
  pthread_create(&thread, NULL, WaitForIt, &self);
  pthread_join(thread, NULL);
  pthread_rwlock_unlock(&written);
  pthread_mutex_unlock(&held);
  return 0;
}
