// SPDX-License-Identifier: Apache-2.0
//
// No more memory from the kernel, before the watcher has got what it wants. The program does not need any.
//
//   out_of_memory chains|locks|threads|inverted|create
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { kLocks = 300000, kThreads = 40, kChains = 400000 };

static pthread_mutex_t locks[kLocks];
static pthread_barrier_t barrier;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static int arrived;
static int wanted;

static void NoMoreMemory(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = 4096;
  setrlimit(RLIMIT_AS, &limit);
  printf("no memory: %d\n", mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
}

static long Chains(long count) {
  unsigned seed = 1;
  long taken = 0;
  for (long i = 0; i < count; ++i) {
    seed = seed * 1103515245U + 12345U;
    const unsigned first = (seed >> 8) % (kLocks - 2);
    const unsigned second = first + 1 + (seed >> 4) % (kLocks - 1 - first);
    taken += pthread_mutex_lock(&locks[first]) == 0;
    taken += pthread_mutex_lock(&locks[second]) == 0;
    pthread_mutex_unlock(&locks[second]);
    pthread_mutex_unlock(&locks[first]);
  }
  return taken;
}

static void* Wait(void* unused) {
  pthread_barrier_wait(&barrier);  // all are there
  pthread_barrier_wait(&barrier);  // and there is no more memory
  Chains(2000);
  pthread_mutex_lock(&gate);
  if (++arrived == kThreads) pthread_cond_broadcast(&opened);
  while (arrived < kThreads) pthread_cond_wait(&opened, &gate);
  pthread_mutex_unlock(&gate);
  return unused;
}
static void* TakeTwo(void* first) {
  const size_t number = (size_t)first;
  while (__atomic_load_n(&wanted, __ATOMIC_RELAXED) < (int)number + 1) {
  }
  pthread_mutex_lock(&locks[number]);
  pthread_mutex_lock(&locks[1 - number]);
  pthread_mutex_unlock(&locks[1 - number]);
  pthread_mutex_unlock(&locks[number]);
  __atomic_fetch_add(&wanted, 1, __ATOMIC_RELAXED);
  return NULL;
}
static void* Nothing(void* unused) { return unused; }

int main(int argc, char** argv) {
  pthread_t threads[kThreads];
  pthread_attr_t small;
  if (argc != 2) return 2;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024);
  printf("starts\n");
  if (strcmp(argv[1], "chains") == 0) {
    for (int i = 0; i < kLocks; ++i) pthread_mutex_lock(&locks[i]), pthread_mutex_unlock(&locks[i]);
    NoMoreMemory();
    printf("%ld\n", Chains(kChains));
  } else if (strcmp(argv[1], "locks") == 0) {
    NoMoreMemory();
    long taken = 0;
    for (int i = 0; i < kLocks; ++i) taken += pthread_mutex_lock(&locks[i]) == 0;  // all at once
    for (int i = kLocks; i-- > 0;) taken += pthread_mutex_unlock(&locks[i]) == 0;
    printf("%ld\n", taken);
  } else if (strcmp(argv[1], "threads") == 0) {
    pthread_barrier_init(&barrier, NULL, kThreads + 1);
    for (int i = 0; i < kThreads; ++i) {
      if (pthread_create(&threads[i], &small, Wait, NULL) != 0) return 1;
    }
    pthread_barrier_wait(&barrier);
    NoMoreMemory();
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], NULL);
    printf("%d\n", arrived);
  } else if (strcmp(argv[1], "inverted") == 0) {
    for (size_t i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, TakeTwo, (void*)i);
    NoMoreMemory();
    __atomic_store_n(&wanted, 1, __ATOMIC_RELAXED);
    for (size_t i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  } else if (strcmp(argv[1], "create") == 0) {
    NoMoreMemory();
    for (int i = 0; i < 3; ++i) printf("create: %s\n", strerror(pthread_create(&threads[0], &small, Nothing, NULL)));
    pthread_mutex_lock(&locks[0]);
    pthread_mutex_unlock(&locks[0]);
  }
  pthread_attr_destroy(&small);
  return 0;
}
