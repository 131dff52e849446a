// SPDX-License-Identifier: Apache-2.0
//
// InTurn(a, b, …): each part on a thread of its own, all of them alive before the first begins, one after the other in
// time and in nothing else (cue.h). By pthreads, because <thread> and <functional> would be most of what is compiled.
#pragma once

#include "cue.h"

struct Turn {
  void (*play)(void* part);
  void* part;
  Cue begin;

  static void* Take(void* argument) {
    Turn* const turn = static_cast<Turn*>(argument);
    Await(&turn->begin);
    turn->play(turn->part);
    Give(&turn[1].begin);
    return nullptr;
  }
};

template <class... Parts>
void InTurn(Parts... parts) {
  constexpr int kCount = sizeof...(Parts);
  Turn turns[kCount + 1] = {{[](void* part) { (*static_cast<Parts*>(part))(); }, &parts, {}}..., {}};
  pthread_t threads[kCount];
  for (int i = 0; i < kCount; ++i) {
    if (pthread_create(&threads[i], nullptr, &Turn::Take, &turns[i]) != 0) _exit(70);
  }
  Give(&turns[0].begin);
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
}
