// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/thread_clock.h"

#include <ctime>

#include <array>
#include <cstdio>

namespace snarl::probes {

namespace {

// The kernel's encoding of "the processor clock of thread `os_id`" (clock_getcpuclockid(3), include/linux/posix-timers.h). By
// number and not by pthread_t: a thread that has ended gives an error instead of undefined behaviour.
clockid_t ProcessorClock(std::uint32_t os_id) { return static_cast<clockid_t>((~os_id << 3) | 6U); }

}  // namespace

bool ReadThreadTimes(std::uint32_t os_id, ThreadTimes& times) {
  timespec busy{};
  if (clock_gettime(ProcessorClock(os_id), &busy) != 0) return false;
  times.busy_ns = std::int64_t{busy.tv_sec} * 1'000'000'000 + busy.tv_nsec;
  times.ready_ns = 0;
  std::array<char, 64> path;
  std::snprintf(path.data(), path.size(), "/proc/self/task/%u/schedstat", os_id);
  if (std::FILE* file = std::fopen(path.data(), "re")) {
    long long ran = 0;
    long long waited = 0;
    if (std::fscanf(file, "%lld %lld", &ran, &waited) == 2) times.ready_ns = waited;
    std::fclose(file);
  }
  return true;
}

}  // namespace snarl::probes
