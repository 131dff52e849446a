// SPDX-License-Identifier: Apache-2.0
//
// The twin of cancelled.c: a clean-up handler unlocks; and so it does where the thread is cancelled in
// pthread_cond_wait, which takes the mutex again first.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void Unlock(void* locked) { pthread_mutex_unlock((pthread_mutex_t*)locked); }

static void* Sleep(void* where) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(Unlock, &mutex);
  SayWhere((int*)where);
  while (1) pause();
  pthread_cleanup_pop(1);
  return NULL;
}

static void* Wait(void* where) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(Unlock, &mutex);
  SayWhere((int*)where);
  while (1) pthread_cond_wait(&never, &mutex);
  pthread_cleanup_pop(1);
  return NULL;
}

static void CancelAsleep(void* (*routine)(void*)) {
  int where = 0;
  pthread_t thread;
  void* result = NULL;
  pthread_create(&thread, NULL, routine, &where);
  AwaitAsleep(&where);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  if (result != PTHREAD_CANCELED) _exit(70);
}

int main(void) {
  CancelAsleep(Sleep);
  CancelAsleep(Wait);
  return pthread_mutex_destroy(&mutex);
}
