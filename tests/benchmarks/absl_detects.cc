// SPDX-License-Identifier: Apache-2.0
//
// absl::Mutex with its own deadlock detection, which is there only where Abseil is compiled without NDEBUG. So this program
// has a copy of its mutex.cc of its own, optimised and without NDEBUG (CMakeLists.txt).
#include <benchmark/benchmark.h>

#include "absl/synchronization/mutex.h"
#include "benchmarks/lock_cases.h"

namespace snarl::benchmarks {
namespace {

SNARL_BENCHMARK_LOCK(absl::Mutex);

}  // namespace
}  // namespace snarl::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kReport);
  snarl::benchmarks::StartAThread();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
