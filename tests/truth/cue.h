// SPDX-License-Identifier: Apache-2.0
//
// Cues for the programs of the table: who is next, in time and in nothing else. A cue is a relaxed atomic, which orders
// no memory, so that no watcher can take it for a synchronisation of the program's: it stands for the luck of one run.
// For C and C++.
//
// A program that makes memory anew between two cues defines CUES_ORDER_MEMORY: else it would have a data race.
//
// A cue that does not come within about twenty seconds ends the process with 70.
#pragma once

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef CUES_ORDER_MEMORY
enum { kGive = __ATOMIC_RELEASE, kAwait = __ATOMIC_ACQUIRE };
#else
enum { kGive = __ATOMIC_RELAXED, kAwait = __ATOMIC_RELAXED };
#endif

typedef struct {
  int given;
} Cue;

static inline void Give(Cue* cue) { __atomic_store_n(&cue->given, 1, kGive); }

static inline void Await(Cue* cue) {
  for (int looks = 0; __atomic_load_n(&cue->given, kAwait) == 0; ++looks) {
    if (looks == 100000) _exit(70);
    usleep(200);
  }
}

// A thread that is about to wait says so with SayWhere(); AwaitAsleep() returns once it sleeps, ten looks running.
static inline void SayWhere(int* where) { __atomic_store_n(where, gettid(), __ATOMIC_RELAXED); }

static inline void AwaitAsleep(int* where) {
  char path[64] = "";
  char line[256] = "";
  for (int looks = 0, asleep = 0; asleep < 10; ++looks) {
    if (looks == 100000) _exit(70);
    usleep(200);
    const int thread = __atomic_load_n(where, __ATOMIC_RELAXED);
    if (thread == 0) continue;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
    FILE* const file = fopen(path, "r");
    if (file == NULL) continue;
    const char* const state = fgets(line, sizeof line, file) == NULL ? NULL : strrchr(line, ')');
    asleep = state != NULL && state[1] != '\0' && state[2] == 'S' ? asleep + 1 : 0;
    fclose(file);
  }
}

// AwaitGone() returns once the thread that said where it was has ended.
static inline void AwaitGone(int* where) {
  char path[64] = "";
  for (int looks = 0;; ++looks) {
    if (looks == 100000) _exit(70);
    usleep(200);
    const int thread = __atomic_load_n(where, __ATOMIC_RELAXED);
    snprintf(path, sizeof path, "/proc/self/task/%d", thread);
    if (thread != 0 && access(path, F_OK) != 0) return;
  }
}

#ifndef __cplusplus
// IN_TURN(a, b, …): each function on a thread of its own, all of them alive before the first begins, one after the other
// in time. (C++ has InTurn(), in_turn.h.)
typedef void (*Part)(void);
typedef struct {
  Part part;
  Cue begin;
} Turn;

static inline void* TakeTurn(void* argument) {
  Turn* const turn = argument;
  Await(&turn->begin);
  turn->part();
  Give(&turn[1].begin);
  return NULL;
}

static inline void PlayInTurn(const Part* parts, int count) {
  enum { kMost = 8 };
  Turn turns[kMost + 1];
  pthread_t threads[kMost];
  memset(turns, 0, sizeof turns);
  if (count > kMost) _exit(70);
  for (int i = 0; i < count; ++i) {
    turns[i].part = parts[i];
    if (pthread_create(&threads[i], NULL, &TakeTurn, &turns[i]) != 0) _exit(70);
  }
  Give(&turns[0].begin);
  for (int i = 0; i < count; ++i) pthread_join(threads[i], NULL);
}

#define IN_TURN(...)                                             \
  do {                                                           \
    const Part parts_[] = {__VA_ARGS__};                         \
    PlayInTurn(parts_, (int)(sizeof parts_ / sizeof parts_[0])); \
  } while (0)
#endif
