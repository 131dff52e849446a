// SPDX-License-Identifier: Apache-2.0
//
// A program with a malloc of its own, which locks: a hook that asked it for memory would wait for itself. Its mutexes are met for
// the first time inside it, contended inside it, and found in two orders inside it, which makes a report there.
//
//   own_malloc same|inverted
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { kThreads = 4, kSizes = 16, kRounds = 20000 };

struct Free {
  struct Free* next;
};
static pthread_mutex_t lists = PTHREAD_MUTEX_INITIALIZER;   // the lists of unused blocks
static pthread_mutex_t pieces = PTHREAD_MUTEX_INITIALIZER;  // the memory they are cut from
static struct Free* unused[kSizes];
static char* piece;
static size_t left;
static atomic_long calls;
static atomic_int inverted;
static atomic_int through;  // workers that take no more memory
static _Thread_local int inside;

static int SizeOf(size_t size) {
  int which = 0;
  while (((size_t)64 << which) < size + 64) ++which;
  return which;
}

static void* Cut(int which) {
  const size_t size = (size_t)64 << which;
  pthread_mutex_lock(&pieces);
  if (left < size) {
    left = size > ((size_t)1 << 20) ? size : (size_t)1 << 20;
    piece = mmap(NULL, left, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (piece == MAP_FAILED) abort();
  }
  char* block = piece;
  piece += size;
  left -= size;
  // Somebody trims, with the other lock first.
  if (atomic_load(&inverted)) {
    atomic_store(&inverted, 0);
    pthread_mutex_unlock(&pieces);
    pthread_mutex_unlock(&lists);
    pthread_mutex_lock(&pieces);
    pthread_mutex_lock(&lists);
  }
  pthread_mutex_unlock(&pieces);
  return block;
}

static void* Take(size_t size) {
  const int which = SizeOf(size);
  // Called from within itself, by whoever came in between, it would wait for itself.
  if (inside++) abort();
  atomic_fetch_add(&calls, 1);
  pthread_mutex_lock(&lists);
  struct Free* block = unused[which];
  if (block != NULL) {
    unused[which] = block->next;
  } else {
    block = Cut(which);
  }
  pthread_mutex_unlock(&lists);
  --inside;
  memset(block, 0, 64);
  *(size_t*)(void*)block = (size_t)which;
  return (char*)block + 64;
}

void* malloc(size_t size) { return Take(size); }
void free(void* memory) {
  if (memory == NULL) return;
  struct Free* block = (struct Free*)(void*)((char*)memory - 64);
  const size_t which = *(size_t*)(void*)block;
  if (inside++) abort();
  pthread_mutex_lock(&lists);
  block->next = unused[which];
  unused[which] = block;
  pthread_mutex_unlock(&lists);
  --inside;
}
void* calloc(size_t count, size_t size) {
  void* block = Take(count * size);
  return memset(block, 0, count * size);
}
void* realloc(void* memory, size_t size) {
  void* larger = Take(size);
  if (memory != NULL) {
    const size_t old = ((size_t)64 << *(size_t*)(void*)((char*)memory - 64)) - 64;
    memcpy(larger, memory, old < size ? old : size);
    free(memory);
  }
  return larger;
}
void* memalign(size_t alignment, size_t size) {
  if (alignment > 64) abort();
  return Take(size);
}
void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
int posix_memalign(void** block, size_t alignment, size_t size) {
  *block = memalign(alignment, size);
  return 0;
}

static void* Work(void* unused_argument) {
  void* kept[32] = {NULL};
  for (unsigned i = 0; i < kRounds; ++i) {
    free(kept[i % 32]);
    kept[i % 32] = malloc(1U << (i % 11));
    if (kept[i % 32] == NULL) return NULL;
  }
  for (int i = 0; i < 32; ++i) free(kept[i]);
  atomic_fetch_add(&through, 1);
  return unused_argument;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  pthread_t threads[kThreads];
  free(malloc(100));
  for (int i = 0; i < kThreads; ++i) {
    if (pthread_create(&threads[i], NULL, Work, NULL) != 0) return 1;
  }
  if (strcmp(argv[1], "inverted") == 0) {
    // Nobody may be between the two locks now: this would really deadlock.
    while (atomic_load(&through) < kThreads) usleep(200);
    atomic_store(&inverted, 1);
    for (size_t size = 4096; atomic_load(&inverted); size *= 2) {
      if (malloc(size) == NULL) return 1;
    }
  }
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], NULL);
  printf("%d\n", calls >= kThreads * kRounds);
  return 0;
}
