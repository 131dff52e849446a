// SPDX-License-Identifier: Apache-2.0
//
// Two mutexes in a mapped page; the page is unmapped, and another one mapped at the same address has two others.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <sys/mman.h>

#include "cue.h"

enum { kBytes = 4096 };
static pthread_mutex_t* page;

static void Map(void* where) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | (where == NULL ? 0 : MAP_FIXED_NOREPLACE);
  void* const got = mmap(where, kBytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (got == MAP_FAILED || (where != NULL && got != where)) _exit(70);
  page = (pthread_mutex_t*)got;
  page[0] = page[1] = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}

static void Forwards(void) {
  pthread_mutex_lock(&page[0]);
  pthread_mutex_lock(&page[1]);
  pthread_mutex_unlock(&page[1]);
  pthread_mutex_unlock(&page[0]);
}

static void MapAnew(void) {
  void* const where = page;
  munmap(where, kBytes);
  Map(where);
}

static void Backwards(void) {
  pthread_mutex_lock(&page[1]);
  pthread_mutex_lock(&page[0]);
  pthread_mutex_unlock(&page[0]);
  pthread_mutex_unlock(&page[1]);
}

int main(void) {
  Map(NULL);
  IN_TURN(Forwards, MapAnew, Backwards);
  return 0;
}
