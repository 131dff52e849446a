// SPDX-License-Identifier: Apache-2.0
//
// For programs that want other threads to be inside the watcher at a bad moment: threads that meet new chains of locks all the
// time, always in the same order, until they are stopped.
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { kChainThreads = 3, kChainLocks = 64 };

static pthread_t chain_threads[kChainThreads];
static atomic_int chains_stop;
static atomic_int chains_started;

static inline void* MeetChains(void* number) {
  unsigned seed = (unsigned)(size_t)number;
  atomic_fetch_add(&chains_started, 1);
  while (atomic_load(&chains_stop) == 0) {
    // Locks of its own, made anew each round: every taking is a new chain.
    pthread_mutex_t* locks = calloc(kChainLocks, sizeof *locks);
    if (locks == NULL) continue;
    for (int i = 0; i < kChainLocks; ++i) pthread_mutex_init(&locks[i], NULL);
    for (int round = 0; round < 8; ++round) {
      int held[4];
      int count = 0;
      for (int i = 0; i < kChainLocks && count < 4; i += 1 + (int)(seed % 16)) {
        seed = seed * 1103515245U + 12345U;
        pthread_mutex_lock(&locks[i]);
        held[count++] = i;
      }
      while (count > 0) pthread_mutex_unlock(&locks[held[--count]]);
    }
    for (int i = 0; i < kChainLocks; ++i) pthread_mutex_destroy(&locks[i]);
    free(locks);
  }
  return NULL;
}

static inline void StartChains(void) {
  for (size_t i = 0; i < kChainThreads; ++i) pthread_create(&chain_threads[i], NULL, MeetChains, (void*)(i + 1));
  while (atomic_load(&chains_started) != kChainThreads) sched_yield();
}
static inline void StopChains(void) {
  atomic_store(&chains_stop, 1);
  for (int i = 0; i < kChainThreads; ++i) pthread_join(chain_threads[i], NULL);
}
