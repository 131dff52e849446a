// SPDX-License-Identifier: Apache-2.0
//
// Four threads fight over two locks, always in the same order.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void* Fight(void* unused) {
  for (int i = 0; i < 2000; ++i) {
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    ++count;
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
  }
  return unused;
}

int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, Fight, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
  return count == 8000 ? 0 : 70;
}
