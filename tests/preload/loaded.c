// SPDX-License-Identifier: Apache-2.0
//
// A library that is loaded and unloaded again and again: it has locks, takes them in its constructor and its destructor, starts
// a thread, and is gone when its locks and its code are asked for by name.
//
//   loaded same|inverted
#include <pthread.h>

#ifdef LIBRARY

#include <sched.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t two = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int own = 7;
static int counter;
static int done;

static void OneTwo(void) {
  pthread_mutex_lock(&one);
  pthread_mutex_lock(&two);
  counter += own;
  pthread_mutex_unlock(&two);
  pthread_mutex_unlock(&one);
}
static void* Run(void* unused) {
  for (int i = 0; i < 10; ++i) OneTwo();
  __atomic_store_n(&done, 1, __ATOMIC_RELAXED);
  return unused;
}
__attribute__((constructor)) static void Load(void) { OneTwo(); }
__attribute__((destructor)) static void Unload(void) { OneTwo(); }

int Work(int inverted);
int Work(int inverted) {
  pthread_t thread;
  counter = 0;
  pthread_create(&thread, NULL, Run, NULL);
  if (inverted) {
    // After it, but not ordered after it.
    while (__atomic_load_n(&done, __ATOMIC_RELAXED) == 0) sched_yield();
    pthread_mutex_lock(&two);
    pthread_mutex_lock(&one);
    pthread_mutex_unlock(&one);
    pthread_mutex_unlock(&two);
  }
  pthread_join(thread, NULL);
  return counter;
}

#else

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  char path[4096];
  snprintf(path, sizeof path, "%s.so", argv[0]);
  if (argc != 2) return 2;
  int sum = 0;
  for (int i = 0; i < 30; ++i) {
    void* library = dlopen(path, RTLD_NOW);
    if (library == NULL) return 1;
    int (*work)(int) = NULL;
    *(void**)(void*)&work = dlsym(library, "Work");
    if (work == NULL) return 1;
    sum += work(strcmp(argv[1], "inverted") == 0 && i == 29);
    if (dlclose(library) != 0) return 1;
  }
  printf("%d\n", sum);
  return 0;
}

#endif
