// SPDX-License-Identifier: Apache-2.0
//
// ThreadSanitizer's reports on their way to being findings. Its callback runs in the racing thread, inside the runtime
// and under the runtime's locks, where next to nothing is allowed. So the callback (detectors/tsan/bridge.cc) only
// copies the report into a TsanReport and pushes it here; symbols, text and files come later, on a thread that calls
// DrainTsanReports().
//
// Thread safety: every function, from any thread; PushTsanReport() takes no lock and allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "snarl/export.h"
#include "snarl/report/finding.h"

// Code that the racing thread runs inside the runtime must not be instrumented itself.
#if defined(__clang__)
#define SNARL_UNINSTRUMENTED __attribute__((no_sanitize("thread"), disable_sanitizer_instrumentation))
#else
#define SNARL_UNINSTRUMENTED __attribute__((no_sanitize("thread")))
#endif

namespace snarl::report {

// Plain words and fixed room, without constructors, so that it can be filled where no allocation is allowed. What does not
// fit is cut off.
struct TsanReport {
  static constexpr std::uint32_t kAccesses = 4;
  static constexpr std::uint32_t kLocations = 4;
  static constexpr std::uint32_t kMutexes = 32;
  static constexpr std::uint32_t kThreads = 32;
  static constexpr std::uint32_t kStacks = 64;
  static constexpr std::uint32_t kPcs = 8192;

  // A stack is a range of `pcs`.
  struct Trace {
    std::uint32_t begin;
    std::uint32_t size;
  };
  struct Access {
    int thread;
    int size;
    bool write;
    bool atomic;
    Trace stack;
  };
  struct Location {
    char type[16];  // "global", "heap", "stack", "tls", "fd"
    const void* global;
    std::size_t heap_size;
    int fd;
  };
  struct Mutex {
    std::uint64_t id;
    Trace created;
  };
  struct Thread {
    int id;
    std::uint64_t os_id;
    char name[32];
    Trace created;
  };

  TsanReport* next;
  char description[40];  // "data-race", "lock-order-inversion", …: the runtime's own words
  int similar;           // how many of the same there were
  std::uint32_t access_count;
  std::uint32_t location_count;
  std::uint32_t mutex_count;
  std::uint32_t thread_count;
  std::uint32_t unique_thread_count;
  std::uint32_t stack_count;
  std::uint32_t pc_count;
  Access accesses[kAccesses];
  Location locations[kLocations];
  Mutex mutexes[kMutexes];
  Thread threads[kThreads];
  int unique_threads[kThreads];
  Trace stacks[kStacks];
  const void* pcs[kPcs];
};

// Takes the report over; `release` gives its memory back once it has become a finding.
SNARL_EXPORT void PushTsanReport(TsanReport* report, void (*release)(TsanReport*)) noexcept;

// Delivers what has been pushed. True where there was anything.
bool DrainTsanReports();

// What the report says, as a finding of the watcher tsan. Reads symbols.
[[nodiscard]] Finding FindingFromTsan(const TsanReport& report);

}  // namespace snarl::report
