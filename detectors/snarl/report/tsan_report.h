// SPDX-License-Identifier: Apache-2.0
//
// ThreadSanitizer's reports on their way to being findings. Its callback runs in the racing thread, inside the runtime
// and under the runtime's locks, where next to nothing is allowed. So the callback (detectors/tsan/bridge.cc) only
// copies the report into a TsanReport and pushes it here; symbols, text and files come later, on a thread that calls
// DrainTsanReports().
//
// Thread safety: every function, from any thread; PushTsanReport() takes no lock and allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "snarl/report/finding.h"

// Code that the racing thread runs inside the runtime must not be instrumented itself.
#if defined(__clang__)
#define SNARL_UNINSTRUMENTED __attribute__((no_sanitize("thread"), disable_sanitizer_instrumentation))
#else
#define SNARL_UNINSTRUMENTED __attribute__((no_sanitize("thread")))
#endif

namespace snarl::report {

// Plain words and fixed room, so that it can be filled where no allocation is allowed. What does not fit is cut off.
struct TsanReport {
  // A stack is a range of `pcs`.
  struct Trace {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Access {
    int thread;
    int size;
    bool write;
    bool atomic;
    Trace stack;
  };
  struct Location {
    std::array<char, 16> type;  // "global", "heap", "stack", "tls", "fd"
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
    std::array<char, 32> name;
    Trace created;
  };

  TsanReport* next = nullptr;
  std::array<char, 40> description{};  // "data-race", "lock-order-inversion", …: the runtime's own words
  int similar = 0;                     // how many more of the same the runtime counted
  std::uint32_t access_count = 0;
  std::uint32_t location_count = 0;
  std::uint32_t mutex_count = 0;
  std::uint32_t thread_count = 0;
  std::uint32_t unique_thread_count = 0;
  std::uint32_t stack_count = 0;
  std::uint32_t pc_count = 0;
  std::array<Access, 4> accesses{};
  std::array<Location, 4> locations{};
  std::array<Mutex, 32> mutexes{};
  std::array<Thread, 32> threads{};
  std::array<int, 32> unique_threads{};
  std::array<Trace, 64> stacks{};
  std::array<const void*, 4096> pcs{};
};

// Takes the report over; `release` gives its memory back once it has become a finding.
__attribute__((visibility("default"))) void PushTsanReport(TsanReport* report, void (*release)(TsanReport*)) noexcept;

// Delivers what has been pushed. True where there was anything.
bool DrainTsanReports();

// What the report says, as a finding of the watcher tsan. Reads symbols.
[[nodiscard]] Finding FindingFromTsan(const TsanReport& report);

}  // namespace snarl::report
