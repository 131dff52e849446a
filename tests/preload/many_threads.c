// SPDX-License-Identifier: Apache-2.0
//
// Threads in numbers: 2,000 at once, 10,000 one after another, 2,000 detached; each takes locks, one inside the other.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

enum { kAtOnce = 2000, kInTurn = 10000, kLocks = 8 };

static pthread_mutex_t locks[kLocks];
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static sem_t done;
static int arrived;
static int open_now;
static long total;

static void Work(void) {
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < kLocks; ++i) pthread_mutex_lock(&locks[i]);
    ++total;
    for (int i = kLocks; i-- > 0;) pthread_mutex_unlock(&locks[i]);
  }
}

// All of them are there at the same time, each in a wait that is a release and a taking anew.
static void* Together(void* unused) {
  pthread_mutex_lock(&gate);
  if (++arrived == kAtOnce) {
    open_now = 1;
    pthread_cond_broadcast(&opened);
  }
  while (open_now == 0) pthread_cond_wait(&opened, &gate);
  pthread_mutex_unlock(&gate);
  Work();
  return unused;
}
static void* Alone(void* unused) {
  Work();
  return unused;
}
static void* Detached(void* unused) {
  Work();
  sem_post(&done);
  return unused;
}

int main(int argc, char** argv) {
  static pthread_t threads[kAtOnce];
  for (int i = 0; i < kLocks; ++i) pthread_mutex_init(&locks[i], NULL);
  sem_init(&done, 0, 0);
  if (argc != 2) return 2;
  if (strcmp(argv[1], "at_once") == 0) {
    for (int i = 0; i < kAtOnce; ++i) {
      if (pthread_create(&threads[i], NULL, Together, NULL) != 0) return 1;
    }
    for (int i = 0; i < kAtOnce; ++i) pthread_join(threads[i], NULL);
  } else if (strcmp(argv[1], "in_turn") == 0) {
    for (int i = 0; i < kInTurn; ++i) {
      if (pthread_create(&threads[0], NULL, Alone, NULL) != 0) return 1;
      pthread_join(threads[0], NULL);
    }
  } else if (strcmp(argv[1], "detached") == 0) {
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    for (int i = 0; i < kAtOnce; ++i) {
      pthread_t thread;
      const int own_way = i % 2;
      if (pthread_create(&thread, own_way ? NULL : &detached, Detached, NULL) != 0) return 1;
      if (own_way) pthread_detach(thread);
    }
    for (int i = 0; i < kAtOnce; ++i) sem_wait(&done);
    pthread_attr_destroy(&detached);
  }
  printf("%ld\n", total);
  return 0;
}
