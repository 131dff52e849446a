// SPDX-License-Identifier: Apache-2.0
//
// What the programs of tests/hang share: cases by name, and threads that have one.
//
//   PROGRAM CASE    plays one; a case that hangs never returns
//
// The verdict stands in front of each case, for judge and hang_compare:
//
//   // HANGS case: kind certainty; threads a b; locks x y      one finding, these threads and locks in it, and status 66
//   // SILENT case                                             none, and status 0
//
// Threads go by the names they give themselves, locks by the last part of theirs; the ends of threads count as none.
#pragma once

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <thread>

#include "../truth/cue.h"

struct Case {
  const char* name;
  void (*play)();
};

// A thread that is named before it begins.
template <class Part>
std::thread Thread(const char* name, Part part) {
  return std::thread([=] {
    pthread_setname_np(pthread_self(), name);
    part();
  });
}

// The same by pthreads alone.
struct Started {
  const char* name;
  void (*part)();
};
inline void* RunStarted(void* argument) {
  const Started* const started = static_cast<Started*>(argument);
  pthread_setname_np(pthread_self(), started->name);
  started->part();
  delete started;
  return nullptr;
}
inline pthread_t Start(const char* name, void (*part)()) {
  pthread_t thread = {};
  if (pthread_create(&thread, nullptr, &RunStarted, new Started{name, part}) != 0) _exit(70);
  return thread;
}
inline void Join(pthread_t thread) { pthread_join(thread, nullptr); }
inline void Take(pthread_mutex_t& mutex) { pthread_mutex_lock(&mutex); }
inline void Let(pthread_mutex_t& mutex) { pthread_mutex_unlock(&mutex); }

// Each gives its own cue and waits for the other's.
inline void Meet(Cue& mine, Cue& other) {
  Give(&mine);
  Await(&other);
}

// Long enough for several looks of the watching thread.
inline void LetItLook() { usleep(500'000); }

template <std::size_t kCount>
int PlayOne(const Case (&cases)[kCount], int count, char** words) {
  pthread_setname_np(pthread_self(), "main");
  for (const Case& one : cases) {
    if (count != 2 || std::strcmp(one.name, words[1]) != 0) continue;
    one.play();
    return 0;
  }
  std::fprintf(stderr, "Usage: %s CASE\n", words[0]);
  return 2;
}
