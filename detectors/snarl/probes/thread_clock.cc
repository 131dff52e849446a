// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/thread_clock.h"

#include <ctime>

#include <cstdio>

#include "snarl/probes/proc_file.h"

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
  ProcText text;
  long long ran = 0;
  long long waited = 0;
  const bool told = ReadProcOfThread(os_id, "schedstat", text);
  if (told && std::sscanf(text.data(), "%lld %lld", &ran, &waited) == 2) times.ready_ns = waited;
  return true;
}

}  // namespace snarl::probes
