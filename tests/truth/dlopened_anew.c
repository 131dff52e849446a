// SPDX-License-Identifier: Apache-2.0
//
// A twin of dlopened.c: between the two halves the library is unloaded, and loaded anew. Its mutexes are new ones, as
// a rule at the same place.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include "cue.h"

#ifdef LIBRARY
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

void AThenB(void);
void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

void BThenA(void);
void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}
#else
#include <dlfcn.h>

static char path[4096];
static void* library;

static void Load(void) {
  library = dlopen(path, RTLD_NOW);
  if (library == NULL) _exit(70);
}

static void Forwards(void) {
  void* const symbol = dlsym(library, "AThenB");
  Part function = NULL;
  memcpy(&function, &symbol, sizeof function);
  function();
}

static void LoadAnew(void) {
  if (dlclose(library) != 0 || dlopen(path, RTLD_NOW | RTLD_NOLOAD) != NULL) _exit(70);
  Load();
}

static void Backwards(void) {
  void* const symbol = dlsym(library, "BThenA");
  Part function = NULL;
  memcpy(&function, &symbol, sizeof function);
  function();
}

int main(int count, char** words) {
  snprintf(path, sizeof path, "%s.so", words[count - 1]);
  Load();
  IN_TURN(Forwards, LoadAnew, Backwards);
  return 0;
}
#endif
