// SPDX-License-Identifier: Apache-2.0
//
// A twin of create_ordered.c: the order goes over two generations. The second half is done by a thread that was
// created by one that was created after the first half.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void* BThenA(void* unused) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
  return unused;
}

static void* Between(void* unused) {
  pthread_t grandchild;
  pthread_create(&grandchild, NULL, BThenA, NULL);
  pthread_join(grandchild, NULL);
  return unused;
}

static void* AThenB(void* unused) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
  pthread_t child;
  pthread_create(&child, NULL, Between, NULL);
  pthread_join(child, NULL);
  return unused;
}

int main(void) {
  pthread_t first;
  pthread_create(&first, NULL, AThenB, NULL);
  pthread_join(first, NULL);
  return 0;
}
