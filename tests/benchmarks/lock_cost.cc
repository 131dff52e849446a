// SPDX-License-Identifier: Apache-2.0
//
// What watching costs: the watched locks beside the ones they stand for, in one run, so that the ratio means something.
// scripts/bench runs this and writes docs/cost.md.
#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "snarl/absl_mutex.h"
#include "snarl/mutex.h"
#include "snarl/probe.h"
#include "snarl/shared_mutex.h"

namespace {

// One spelling for all of them.
template <class Mutex>
void Lock(Mutex& mutex) {
  mutex.lock();
}
template <class Mutex>
void Unlock(Mutex& mutex) {
  mutex.unlock();
}
void Lock(absl::Mutex& mutex) { mutex.Lock(); }
void Unlock(absl::Mutex& mutex) { mutex.Unlock(); }

template <class Mutex>
void OneLock(benchmark::State& state) {
  Mutex mutex;
  for (auto _ : state) {
    Lock(mutex);
    Unlock(mutex);
  }
}

template <class Mutex, std::size_t kDepth>
void Nested(benchmark::State& state) {
  std::array<Mutex, kDepth> mutexes;
  for (auto _ : state) {
    for (Mutex& mutex : mutexes) Lock(mutex);
    for (std::size_t i = kDepth; i-- > 0;) Unlock(mutexes[i]);
  }
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
}

template <class Mutex>
void OneLockForAll(benchmark::State& state) {
  static Mutex mutex;
  for (auto _ : state) {
    Lock(mutex);
    Unlock(mutex);
  }
}

template <class Mutex>
void NewLock(benchmark::State& state) {
  for (auto _ : state) {
    Mutex mutex;
    Lock(mutex);
    Unlock(mutex);
  }
}

void DeadlineScope(benchmark::State& state) {
  for (auto _ : state) const snarl::Deadline deadline("scope", std::chrono::seconds(60));
}
void ProgressTick(benchmark::State& state) {
  snarl::Progress progress("loop");
  for (auto _ : state) progress.Tick();
}
void GuardedReadWrite(benchmark::State& state) {
  snarl::Guarded<int> value("value", 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(*value.Read());
    *value.Write() = 1;
  }
}

#define SNARL_COMPARE(function)               \
  BENCHMARK_TEMPLATE(function, std::mutex);   \
  BENCHMARK_TEMPLATE(function, snarl::mutex); \
  BENCHMARK_TEMPLATE(function, absl::Mutex);  \
  BENCHMARK_TEMPLATE(function, snarl::Mutex)
#define SNARL_COMPARE_NESTED(depth)                \
  BENCHMARK_TEMPLATE(Nested, std::mutex, depth);   \
  BENCHMARK_TEMPLATE(Nested, snarl::mutex, depth); \
  BENCHMARK_TEMPLATE(Nested, absl::Mutex, depth);  \
  BENCHMARK_TEMPLATE(Nested, snarl::Mutex, depth)
#define SNARL_COMPARE_THREADS(function)                   \
  BENCHMARK_TEMPLATE(function, std::mutex)->Threads(2);   \
  BENCHMARK_TEMPLATE(function, snarl::mutex)->Threads(2); \
  BENCHMARK_TEMPLATE(function, absl::Mutex)->Threads(2);  \
  BENCHMARK_TEMPLATE(function, snarl::Mutex)->Threads(2)

SNARL_COMPARE(OneLock);
SNARL_COMPARE_NESTED(2);
SNARL_COMPARE_NESTED(4);
SNARL_COMPARE_NESTED(8);
SNARL_COMPARE(KnownPairs);
SNARL_COMPARE_THREADS(OneLock);
SNARL_COMPARE_THREADS(OneLockForAll);
SNARL_COMPARE(NewLock);
BENCHMARK(DeadlineScope);
BENCHMARK(ProgressTick);
BENCHMARK(GuardedReadWrite);

}  // namespace

BENCHMARK_MAIN();
