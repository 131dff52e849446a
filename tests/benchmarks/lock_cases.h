// SPDX-License-Identifier: Apache-2.0
//
// The cases that lock_cost.cc and absl_detects.cc have in common, for any mutex. Items are lock+unlock pairs.
#pragma once

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace snarl::benchmarks {

// One spelling for all of them.
template <class Mutex>
void Lock(Mutex& mutex) {
  mutex.lock();
}
template <class Mutex>
void Unlock(Mutex& mutex) {
  mutex.unlock();
}
inline void Lock(absl::Mutex& mutex) { mutex.Lock(); }
inline void Unlock(absl::Mutex& mutex) { mutex.Unlock(); }

template <class Mutex>
void OneLock(benchmark::State& state) {
  Mutex mutex;
  for (auto _ : state) {
    Lock(mutex);
    Unlock(mutex);
  }
  state.SetItemsProcessed(state.iterations());
}

template <class Mutex, std::size_t kDepth>
void Nested(benchmark::State& state) {
  std::array<Mutex, kDepth> mutexes;
  for (auto _ : state) {
    for (Mutex& mutex : mutexes) Lock(mutex);
    for (std::size_t i = kDepth; i-- > 0;) Unlock(mutexes[i]);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDepth));
}

// Pairs of 1,000 locks, always the lower one first; the same 4,096 pairs again and again.
template <class Mutex>
void KnownPairs(benchmark::State& state) {
  static auto& mutexes = *new std::vector<std::unique_ptr<Mutex>>;
  static auto& pairs = *new std::vector<std::pair<std::size_t, std::size_t>>;
  if (mutexes.empty()) {
    for (int i = 0; i < 1'000; ++i) mutexes.push_back(std::make_unique<Mutex>());
    std::mt19937 random(1);
    std::uniform_int_distribution<std::size_t> any(0, 999);
    while (pairs.size() < 4'096) {
      const auto [low, high] = std::minmax({any(random), any(random)});
      if (low != high) pairs.emplace_back(low, high);
    }
  }
  std::size_t next = 0;
  for (auto _ : state) {
    const auto& [low, high] = pairs[next++ % pairs.size()];
    Lock(*mutexes[low]);
    Lock(*mutexes[high]);
    Unlock(*mutexes[high]);
    Unlock(*mutexes[low]);
  }
  state.SetItemsProcessed(state.iterations() * 2);
}

template <class Mutex>
void OneLockForAll(benchmark::State& state) {
  static Mutex mutex;
  for (auto _ : state) {
    Lock(mutex);
    Unlock(mutex);
  }
  state.SetItemsProcessed(state.iterations());
}

template <class Mutex>
void NewLock(benchmark::State& state) {
  for (auto _ : state) {
    Mutex mutex;
    Lock(mutex);
    Unlock(mutex);
  }
  state.SetItemsProcessed(state.iterations());
}

#define SNARL_BENCHMARK_LOCK(Lock)                                                                             \
  BENCHMARK_TEMPLATE(OneLock, Lock)->Name(#Lock "|one lock");                                                  \
  BENCHMARK_TEMPLATE(Nested, Lock, 2)->Name(#Lock "|nested 2 deep");                                           \
  BENCHMARK_TEMPLATE(Nested, Lock, 4)->Name(#Lock "|nested 4 deep");                                           \
  BENCHMARK_TEMPLATE(Nested, Lock, 8)->Name(#Lock "|nested 8 deep");                                           \
  BENCHMARK_TEMPLATE(KnownPairs, Lock)->Name(#Lock "|known pairs of 1000 locks");                              \
  BENCHMARK_TEMPLATE(OneLockForAll, Lock)->Name(#Lock "|2 threads on one lock")->Threads(2)->UseRealTime();    \
  BENCHMARK_TEMPLATE(OneLock, Lock)->Name(#Lock "|2 threads on their own locks")->Threads(2)->UseRealTime();   \
  BENCHMARK_TEMPLATE(OneLock, Lock)->Name(#Lock "|16 threads on their own locks")->Threads(16)->UseRealTime(); \
  BENCHMARK_TEMPLATE(NewLock, Lock)->Name(#Lock "|a new lock each time")

// Before a process has started its first thread glibc locks std::mutex without atomic instructions.
inline void StartAThread() {
  std::thread([] {}).join();
}

}  // namespace snarl::benchmarks
