// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/bell.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <ctime>

namespace snarl::probes {

namespace {
std::atomic<std::uint32_t> rings{0};
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
}  // namespace

void RingBell() noexcept {
  rings.fetch_add(1, std::memory_order_release);
  syscall(SYS_futex, &rings, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

std::uint32_t BellCount() noexcept { return rings.load(std::memory_order_acquire); }

void SleepUntilBell(std::uint32_t heard, std::int64_t at_most_ns) noexcept {
  const timespec limit{at_most_ns / 1'000'000'000, static_cast<long>(at_most_ns % 1'000'000'000)};
  syscall(SYS_futex, &rings, FUTEX_WAIT_PRIVATE, heard, &limit, nullptr, 0);
}

}  // namespace snarl::probes
