// SPDX-License-Identifier: Apache-2.0
//
// Four threads contend for one counter. Behind an absl::Mutex ThreadSanitizer must be silent, or this Abseil was compiled
// without it and every other verdict on Abseil is worthless. With `unguarded` as argument the lock is left out, and it must
// speak.
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace {
constexpr int kThreads = 4;
constexpr int kRounds = 20000;

absl::Mutex mutex;
int counter = 0;

void Guarded() {
  for (int i = 0; i < kRounds; ++i) {
    absl::MutexLock hold(&mutex);
    ++counter;
  }
}

void Unguarded() {
  for (int i = 0; i < kRounds; ++i) ++counter;
}
}  // namespace

int main(int argc, char** argv) {
  const bool guarded = argc < 2 || std::strcmp(argv[1], "unguarded") != 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(guarded ? Guarded : Unguarded);
  for (std::thread& thread : threads) thread.join();
  std::printf("counted to %d of %d\n", counter, kThreads * kRounds);
  return guarded && counter != kThreads * kRounds ? 1 : 0;
}
