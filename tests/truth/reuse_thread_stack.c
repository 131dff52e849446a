// SPDX-License-Identifier: Apache-2.0
//
// As reuse_stack.cc, but the frame is that of a thread which has ended, and whose stack the next thread has got.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <stdint.h>

#include "cue.h"

static pthread_mutex_t* lent;
static uintptr_t places[2];
static Cue lent_first, used_first, lent_second, used_second;

static void* LendTwo(void* argument) {
  const int turn = *(const int*)argument;
  pthread_mutex_t pair[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
  places[turn] = (uintptr_t)pair;
  __atomic_store_n(&lent, pair, __ATOMIC_RELAXED);
  Give(turn == 0 ? &lent_first : &lent_second);
  Await(turn == 0 ? &used_first : &used_second);
  return NULL;
}

static void* Forwards(void* unused) {
  Await(&lent_first);
  pthread_mutex_t* const pair = __atomic_load_n(&lent, __ATOMIC_RELAXED);
  pthread_mutex_lock(&pair[0]);
  pthread_mutex_lock(&pair[1]);
  pthread_mutex_unlock(&pair[1]);
  pthread_mutex_unlock(&pair[0]);
  Give(&used_first);
  return unused;
}

static void* Backwards(void* unused) {
  Await(&lent_second);
  pthread_mutex_t* const pair = __atomic_load_n(&lent, __ATOMIC_RELAXED);
  pthread_mutex_lock(&pair[1]);
  pthread_mutex_lock(&pair[0]);
  pthread_mutex_unlock(&pair[0]);
  pthread_mutex_unlock(&pair[1]);
  Give(&used_second);
  return unused;
}

int main(void) {
  int turns[2] = {0, 1};
  pthread_t users[2];
  pthread_create(&users[0], NULL, Forwards, NULL);
  pthread_create(&users[1], NULL, Backwards, NULL);
  for (int i = 0; i < 2; ++i) {
    pthread_t lender;
    pthread_create(&lender, NULL, LendTwo, &turns[i]);
    pthread_join(lender, NULL);
  }
  for (int i = 0; i < 2; ++i) pthread_join(users[i], NULL);
  return places[0] == places[1] ? 0 : 70;
}
