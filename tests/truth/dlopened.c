// SPDX-License-Identifier: Apache-2.0
//
// The inversion is in a library that is loaded at run time. This file is compiled once as the library, PROGRAM.so,
// and once as the program.
//
// VERDICT lock-order-inversion
#include "cue.h"

#ifdef LIBRARY
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

void AThenB(void);
void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

void BThenA(void);
void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}
#else
#include <dlfcn.h>

static void* library;

static void CallLibrary(const char* name) {
  void* const symbol = dlsym(library, name);
  if (symbol == NULL) _exit(70);
  Part function = NULL;
  memcpy(&function, &symbol, sizeof function);
  function();
}
static void Forwards(void) { CallLibrary("AThenB"); }
static void Backwards(void) { CallLibrary("BThenA"); }

int main(int count, char** words) {
  char path[4096] = "";
  snprintf(path, sizeof path, "%s.so", words[count - 1]);
  library = dlopen(path, RTLD_NOW);
  if (library == NULL) return 70;
  IN_TURN(Forwards, Backwards);
  return 0;
}
#endif
