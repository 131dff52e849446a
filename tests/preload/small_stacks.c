// SPDX-License-Identifier: Apache-2.0
//
// Threads on the smallest stack there is, and on one of the program's own, that lock, wait, and do what is reported.
//
//   small_stacks locks|inverted
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
static int turn;

static void* OneTwo(void* unused) {
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
  __atomic_store_n(&turn, 1, __ATOMIC_RELAXED);
  return unused;
}
static void* TwoOne(void* unused) {
  while (__atomic_load_n(&turn, __ATOMIC_RELAXED) == 0) {
  }
  pthread_mutex_lock(&two);
  pthread_mutex_lock(&one);
  pthread_mutex_unlock(&one);
  pthread_mutex_unlock(&two);
  return unused;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  void* (*second)(void*) = strcmp(argv[1], "inverted") == 0 ? TwoOne : OneTwo;
  const size_t smallest = (size_t)sysconf(_SC_THREAD_STACK_MIN);
  for (int own = 0; own < 2; ++own) {
    pthread_t threads[2];
    void* stacks[2] = {aligned_alloc(4096, 65536), aligned_alloc(4096, 65536)};
    turn = 0;
    for (int i = 0; i < 2; ++i) {
      pthread_attr_t attributes;
      pthread_attr_init(&attributes);
      const int set =
          own ? pthread_attr_setstack(&attributes, stacks[i], 65536) : pthread_attr_setstacksize(&attributes, smallest);
      printf("%d %d\n", set, pthread_create(&threads[i], &attributes, i == 0 ? OneTwo : second, NULL));
      pthread_attr_destroy(&attributes);
    }
    for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
    free(stacks[0]);
    free(stacks[1]);
  }
  return 0;
}
