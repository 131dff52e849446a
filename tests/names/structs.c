// SPDX-License-Identifier: Apache-2.0
//
// Locks in the structs of a C program, one by one, as in members.cc.
//
// NAME pointer: struct account::mu
// NAME typedef: conn_t::mu
// NAME nameless: struct server::io.mu
// NAME nested: struct queue::mu
// NAME array: struct table::stripes[3]
// NAME array_of_structs: struct house::rooms[2].mu
// NAME rwlock: struct file::lock
// NAME spin: struct item::spin
// NAME argument: struct job::mu
// NAME local: local_mutex (local of Local)
// NAME global: global_account.mu
// NAME static: pool.mu
// NAME bare: -
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define NEVER_INLINE __attribute__((noinline))

static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;

struct account {
  long id;
  pthread_mutex_t mu;
  long balance;
};
typedef struct {
  char name[24];
  pthread_mutex_t mu;
} conn_t;
struct queue {
  long length;
  pthread_mutex_t mu;
};
struct server {
  long clients;
  struct {
    long reads;
    pthread_mutex_t mu;
  } io;
  struct queue queue;
};
struct table {
  long entries;
  pthread_mutex_t stripes[8];
};
struct room {
  long guests;
  pthread_mutex_t mu;
};
struct house {
  long number;
  struct room rooms[4];
};
struct file {
  long size;
  pthread_rwlock_t lock;
};
struct item {
  long count;
  pthread_spinlock_t spin;
};
struct job {
  long done;
  pthread_mutex_t mu;
};

struct account global_account = {1, PTHREAD_MUTEX_INITIALIZER, 0};
static struct account pool = {2, PTHREAD_MUTEX_INITIALIZER, 0};

#define TAKE(lock, count)       \
  pthread_mutex_lock(lock);     \
  pthread_mutex_lock(&other);   \
  ++(count);                    \
  pthread_mutex_unlock(&other); \
  pthread_mutex_unlock(lock);
#define TAKE_OTHER_WAY(lock, count) \
  pthread_mutex_lock(&other);       \
  pthread_mutex_lock(lock);         \
  ++(count);                        \
  pthread_mutex_unlock(lock);       \
  pthread_mutex_unlock(&other);
#define BOTH_WAYS(name, type, lock, count)                      \
  static NEVER_INLINE void name(type* it) { TAKE(lock, count) } \
  static NEVER_INLINE void name##OtherWay(type* it) { TAKE_OTHER_WAY(lock, count) }

BOTH_WAYS(Account, struct account, &it->mu, it->balance)
BOTH_WAYS(Conn, conn_t, &it->mu, it->name[0])
BOTH_WAYS(Io, struct server, &it->io.mu, it->io.reads)
BOTH_WAYS(Queue, struct server, &it->queue.mu, it->queue.length)
BOTH_WAYS(Table, struct table, &it->stripes[3], it->entries)
BOTH_WAYS(House, struct house, &it->rooms[2].mu, it->number)

static NEVER_INLINE void File(struct file* it) {
  pthread_rwlock_wrlock(&it->lock);
  pthread_mutex_lock(&other);
  ++it->size;
  pthread_mutex_unlock(&other);
  pthread_rwlock_unlock(&it->lock);
}
static NEVER_INLINE void FileOtherWay(struct file* it) {
  pthread_mutex_lock(&other);
  pthread_rwlock_wrlock(&it->lock);
  ++it->size;
  pthread_rwlock_unlock(&it->lock);
  pthread_mutex_unlock(&other);
}
static NEVER_INLINE void Item(struct item* it) {
  pthread_spin_lock(&it->spin);
  pthread_mutex_lock(&other);
  ++it->count;
  pthread_mutex_unlock(&other);
  pthread_spin_unlock(&it->spin);
}
static NEVER_INLINE void ItemOtherWay(struct item* it) {
  pthread_mutex_lock(&other);
  pthread_spin_lock(&it->spin);
  ++it->count;
  pthread_spin_unlock(&it->spin);
  pthread_mutex_unlock(&other);
}
static NEVER_INLINE void Bare(pthread_mutex_t* it) {
  long count = 0;
  TAKE(it, count)
}
static NEVER_INLINE void BareOtherWay(pthread_mutex_t* it) {
  long count = 0;
  TAKE_OTHER_WAY(it, count)
}

// The one thread does its part when the other has done its own.
typedef void (*Part)(void*);
struct turn {
  Part part;
  void* argument;
  int* begin;
  int* end;
};
static void* Take(void* argument) {
  struct turn* const turn = argument;
  while (__atomic_load_n(turn->begin, __ATOMIC_RELAXED) == 0) sched_yield();
  turn->part(turn->argument);
  __atomic_store_n(turn->end, 1, __ATOMIC_RELAXED);
  return NULL;
}
static void Invert(Part first, Part second, void* argument) {
  int cues[3] = {1, 0, 0};
  struct turn turns[2] = {{first, argument, &cues[0], &cues[1]}, {second, argument, &cues[1], &cues[2]}};
  pthread_t threads[2];
  for (int i = 0; i < 2; ++i) {
    if (pthread_create(&threads[i], NULL, Take, &turns[i]) != 0) abort();
  }
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
}

static int job_begin;
static void* Job(void* argument) {
  struct job* const job = argument;
  TAKE(&job->mu, job->done)
  __atomic_store_n(&job_begin, 1, __ATOMIC_RELAXED);
  return NULL;
}
static void* JobOtherWay(void* argument) {
  struct job* const job = argument;
  while (__atomic_load_n(&job_begin, __ATOMIC_RELAXED) == 0) sched_yield();
  TAKE_OTHER_WAY(&job->mu, job->done)
  return NULL;
}
static void Argument(void) {
  struct job job = {0, PTHREAD_MUTEX_INITIALIZER};
  pthread_t threads[2];
  if (pthread_create(&threads[0], NULL, Job, &job) != 0 || pthread_create(&threads[1], NULL, JobOtherWay, &job) != 0)
    abort();
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
}

static int local_begin;
static void* LocalOtherWay(void* argument) {
  while (__atomic_load_n(&local_begin, __ATOMIC_RELAXED) == 0) sched_yield();
  long count = 0;
  TAKE_OTHER_WAY((pthread_mutex_t*)argument, count)
  return NULL;
}
static NEVER_INLINE void Local(void) {
  pthread_mutex_t local_mutex = PTHREAD_MUTEX_INITIALIZER;
  long count = 0;
  pthread_t thread;
  if (pthread_create(&thread, NULL, LocalOtherWay, &local_mutex) != 0) abort();
  TAKE(&local_mutex, count)
  __atomic_store_n(&local_begin, 1, __ATOMIC_RELAXED);
  pthread_join(thread, NULL);
}

#define PLAY(word, name, size)                    \
  if (strcmp(how, word) == 0) {                   \
    void* const it = calloc(1, size);             \
    Invert((Part)name, (Part)name##OtherWay, it); \
    free(it);                                     \
  }

int main(int argc, char** argv) {
  const char* const how = argc > 1 ? argv[1] : "";
  PLAY("pointer", Account, sizeof(struct account))
  PLAY("typedef", Conn, sizeof(conn_t))
  PLAY("nameless", Io, sizeof(struct server))
  PLAY("nested", Queue, sizeof(struct server))
  PLAY("array", Table, sizeof(struct table))
  PLAY("array_of_structs", House, sizeof(struct house))
  PLAY("rwlock", File, sizeof(struct file))
  PLAY("bare", Bare, sizeof(pthread_mutex_t))
  if (strcmp(how, "argument") == 0) Argument();
  if (strcmp(how, "spin") == 0) {
    struct item* const it = calloc(1, sizeof(struct item));
    pthread_spin_init(&it->spin, PTHREAD_PROCESS_PRIVATE);
    Invert((Part)Item, (Part)ItemOtherWay, it);
    free(it);
  }
  if (strcmp(how, "local") == 0) Local();
  if (strcmp(how, "global") == 0) Invert((Part)Account, (Part)AccountOtherWay, &global_account);
  if (strcmp(how, "static") == 0) Invert((Part)Account, (Part)AccountOtherWay, &pool);
  return 0;
}
