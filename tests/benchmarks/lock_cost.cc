// SPDX-License-Identifier: Apache-2.0
//
// What watching costs in a program that uses the library: the watched locks beside the ones they stand for, and the probes.
// scripts/bench runs this and writes docs/cost.md.
#include <benchmark/benchmark.h>

#include <chrono>
#include <mutex>

#include "absl/synchronization/mutex.h"
#include "benchmarks/lock_cases.h"
#include "snarl/absl_mutex.h"
#include "snarl/mutex.h"
#include "snarl/probe.h"

namespace snarl::benchmarks {
namespace {

void DeadlineScope(benchmark::State& state) {
  for (auto _ : state) const Deadline deadline("scope", std::chrono::seconds(60));
}
void ProgressTick(benchmark::State& state) {
  Progress progress("loop");
  for (auto _ : state) progress.Tick();
}
void GuardedReadWrite(benchmark::State& state) {
  Guarded<int> value("value", 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(*value.Read());
    *value.Write() = 1;
  }
}

SNARL_BENCHMARK_LOCK(std::mutex);
SNARL_BENCHMARK_LOCK(snarl::mutex);
SNARL_BENCHMARK_LOCK(absl::Mutex);
SNARL_BENCHMARK_LOCK(snarl::Mutex);
BENCHMARK(DeadlineScope)->Name("probe|a Deadline scope");
BENCHMARK(ProgressTick)->Name("probe|a Progress tick");
BENCHMARK(GuardedReadWrite)->Name("probe|a Guarded read and a write");

}  // namespace
}  // namespace snarl::benchmarks

int main(int argc, char** argv) {
  snarl::benchmarks::StartAThread();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
