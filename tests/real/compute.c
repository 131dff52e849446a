// SPDX-License-Identifier: Apache-2.0
//
// A module for Redis, as it comes: after its start it leaves a computation to a thread, which asks for Redis's global lock when
// it is done. Two lines make it hang: the main thread joins the other one, and has that lock itself meanwhile.
//
//   redis-server … --loadmodule compute.so hangs|ends|goes_on
//
// The few functions of Redis's interface for modules that it needs are asked for by name, since no package has its header.
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

typedef int (*GetApi)(const char* name, void* function);
typedef void (*Timer)(void* context, void* data);

static int (*init)(void* context, const char* name, int version, int api_version);
static unsigned long long (*create_timer)(void* context, long long ms, Timer timer, void* data);
static void* (*new_context)(void* unused);
static void (*lock)(void* context);
static void (*unlock)(void* context);
static const char* (*text)(const void* string, size_t* length);

static const char* how = "";
static pthread_t worker;

static void* Compute(void* unused) {
  pthread_setname_np(pthread_self(), "compute");
  void* const context = new_context(NULL);
  lock(context);
  unlock(context);
  if (strcmp(how, "ends") == 0) kill(getpid(), SIGTERM);
  return unused;
}

static void Begin(void* context, void* unused) {
  (void)context, (void)unused;
  if (pthread_create(&worker, NULL, Compute, NULL) != 0) _exit(70);
  if (strcmp(how, "hangs") == 0) {
    pthread_join(worker, NULL);
  } else {
    pthread_detach(worker);
  }
}

int RedisModule_OnLoad(void* context, const void** arguments, int count);
int RedisModule_OnLoad(void* context, const void** arguments, int count) {
  // The first word of the context is the function that knows the others.
  GetApi get = NULL;
  memcpy(&get, context, sizeof get);
  const struct {
    const char* name;
    void* function;
  } needed[] = {{"RedisModule_SetModuleAttribs", &init},
                {"RedisModule_CreateTimer", &create_timer},
                {"RedisModule_GetThreadSafeContext", &new_context},
                {"RedisModule_ThreadSafeContextLock", &lock},
                {"RedisModule_ThreadSafeContextUnlock", &unlock},
                {"RedisModule_StringPtrLen", &text}};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; ++i) {
    if (get(needed[i].name, needed[i].function) != 0) return 1;
  }
  init(context, "compute", 1, 1);
  if (count == 1) how = text(arguments[0], NULL);
  create_timer(context, 1, Begin, NULL);
  return 0;
}
