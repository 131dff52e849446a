// SPDX-License-Identifier: Apache-2.0
//
// What libc's own locks cost, in a program that knows of no watcher: scripts/bench runs it by itself, under interposers, and
// built with ThreadSanitizer, and compares. Items are lock+unlock pairs.
//
//   native_locks [--orders=N] [--benchmark_…]     N: how many new orders the cases of new orders make, once
#include <benchmark/benchmark.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

// As in programs: the data lies beside its lock.
struct Guarded {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  long value = 0;
};

void Use(Guarded& guarded) {
  pthread_mutex_lock(&guarded.mutex);
  benchmark::DoNotOptimize(++guarded.value);
  pthread_mutex_unlock(&guarded.mutex);
}

// Before a process has started its first thread glibc locks without atomic instructions, and who has one thread needs no
// watcher. So this runs before all cases but the first.
void StartAThread() {
  static const bool started = [] {
    pthread_t thread;
    if (pthread_create(
            &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr) != 0)
      return false;
    return pthread_join(thread, nullptr) == 0;
  }();
  if (!started) std::abort();
}

void OneLock(benchmark::State& state) {
  Guarded guarded;
  for (auto _ : state) Use(guarded);
  state.SetItemsProcessed(state.iterations());
}

void Recursive(benchmark::State& state) {
  Guarded guarded;
  guarded.mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
  for (auto _ : state) Use(guarded);
  state.SetItemsProcessed(state.iterations());
}

void TryLock(benchmark::State& state) {
  Guarded guarded;
  for (auto _ : state) {
    if (pthread_mutex_trylock(&guarded.mutex) != 0) state.SkipWithError("the lock is not free");
    benchmark::DoNotOptimize(++guarded.value);
    pthread_mutex_unlock(&guarded.mutex);
  }
  state.SetItemsProcessed(state.iterations());
}

// Made, used and gone, at the same place each time.
void NewLock(benchmark::State& state) {
  for (auto _ : state) {
    Guarded guarded;
    benchmark::DoNotOptimize(guarded);
    Use(guarded);
  }
  state.SetItemsProcessed(state.iterations());
}

template <std::size_t kDepth>
void Nested(benchmark::State& state) {
  std::array<Guarded, kDepth> all;
  for (auto _ : state) {
    for (Guarded& guarded : all) {
      pthread_mutex_lock(&guarded.mutex);
      benchmark::DoNotOptimize(++guarded.value);
    }
    for (std::size_t i = kDepth; i-- > 0;) pthread_mutex_unlock(&all[i].mutex);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDepth));
}

// ---- pairs, always the lower lock first ----

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Distinct, in no order.
Pairs ConsistentPairs(std::uint32_t locks, std::size_t count) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::uint32_t> any(0, locks - 1);
  Pairs pairs;
  while (pairs.size() < count) {
    while (pairs.size() < count) {
      const auto [low, high] = std::minmax({any(random), any(random)});
      if (low != high) pairs.emplace_back(low, high);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  }
  std::shuffle(pairs.begin(), pairs.end(), random);
  return pairs;
}

// Not inlined: orders that are known from another place in the program would be new ones here.
[[gnu::noinline]] void Take(std::vector<Guarded>& locks, const std::pair<std::uint32_t, std::uint32_t>& pair) {
  pthread_mutex_lock(&locks[pair.first].mutex);
  Use(locks[pair.second]);
  pthread_mutex_unlock(&locks[pair.first].mutex);
}

// Kept for the next call, since Google Benchmark makes several to find out how many iterations it takes.
template <std::uint32_t kLocks>
void KnownPairs(benchmark::State& state) {
  static auto& locks = *new std::vector<Guarded>(kLocks);
  static const Pairs& pairs = *new Pairs(ConsistentPairs(kLocks, 4'096));
  for (const auto& pair : pairs) Take(locks, pair);
  std::size_t next = 0;
  for (auto _ : state) Take(locks, pairs[next++ % pairs.size()]);
  state.SetItemsProcessed(state.iterations() * 2);
}

// Each lock has been used before, alone; each order is new.
template <std::uint32_t kLocks>
void NewPairs(benchmark::State& state) {
  std::vector<Guarded> locks(kLocks);
  for (Guarded& guarded : locks) Use(guarded);
  const Pairs pairs = ConsistentPairs(kLocks, static_cast<std::size_t>(state.max_iterations));
  auto next = pairs.begin();
  for (auto _ : state) Take(locks, *next++);
  state.SetItemsProcessed(state.iterations() * 2);
}

// ---- several threads ----

void OneLockForAll(benchmark::State& state) {
  static Guarded guarded;
  for (auto _ : state) Use(guarded);
  state.SetItemsProcessed(state.iterations());
}

void OwnLocks(benchmark::State& state) {
  struct alignas(128) Own : Guarded {};
  static std::array<Own, 16> own;
  Own& mine = own[static_cast<std::size_t>(state.thread_index())];
  for (auto _ : state) Use(mine);
  state.SetItemsProcessed(state.iterations());
}

// ---- other primitives; static, since Helgrind must not take them for the mutexes that lay on the stack ----

void ReadLock(benchmark::State& state) {
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  for (auto _ : state) {
    pthread_rwlock_rdlock(&rwlock);
    pthread_rwlock_unlock(&rwlock);
  }
  state.SetItemsProcessed(state.iterations());
}

void WriteLock(benchmark::State& state) {
  static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
  for (auto _ : state) {
    pthread_rwlock_wrlock(&rwlock);
    pthread_rwlock_unlock(&rwlock);
  }
  state.SetItemsProcessed(state.iterations());
}

void Signal(benchmark::State& state) {
  static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  for (auto _ : state) pthread_cond_signal(&condition);
  state.SetItemsProcessed(state.iterations());
}

void Register(std::int64_t orders) {
  benchmark::RegisterBenchmark("one lock before any thread", OneLock);
  const auto RegisterBenchmark = [](const char* name, auto run) {
    return benchmark::RegisterBenchmark(name, [=](benchmark::State& state) {
      StartAThread();
      run(state);
    });
  };
  RegisterBenchmark("one lock", OneLock);
  RegisterBenchmark("nested 2 deep", Nested<2>);
  RegisterBenchmark("nested 4 deep", Nested<4>);
  RegisterBenchmark("nested 8 deep", Nested<8>);
  RegisterBenchmark("known pairs of 1000 locks", KnownPairs<1'000>);
  RegisterBenchmark("known pairs of 100000 locks", KnownPairs<100'000>);
  RegisterBenchmark("new pairs of 1000 locks", NewPairs<1'000>)->Iterations(orders);
  RegisterBenchmark("new pairs of 100000 locks", NewPairs<100'000>)->Iterations(orders);
  for (const int threads : {2, 4, 16}) {
    const std::string name = std::to_string(threads) + " threads";
    RegisterBenchmark((name + " on one lock").c_str(), OneLockForAll)->Threads(threads)->UseRealTime();
    RegisterBenchmark((name + " on their own locks").c_str(), OwnLocks)->Threads(threads)->UseRealTime();
  }
  RegisterBenchmark("a new lock each time", NewLock);
  RegisterBenchmark("recursive mutex", Recursive);
  RegisterBenchmark("try-lock", TryLock);
  RegisterBenchmark("read lock", ReadLock);
  RegisterBenchmark("write lock", WriteLock);
  RegisterBenchmark("signal to nobody", Signal);
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t orders = 100'000;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    constexpr std::string_view kOrders = "--orders=";
    if (argument.starts_with(kOrders)) {
      const std::string_view value = argument.substr(kOrders.size());
      if (std::from_chars(value.data(), value.data() + value.size(), orders).ec != std::errc() || orders < 1) return 2;
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Register(orders);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
