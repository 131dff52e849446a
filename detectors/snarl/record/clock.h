// SPDX-License-Identifier: Apache-2.0
//
// The recorder's clock: monotonic nanoseconds, coarse (the kernel's tick, 1-4 ms) because it is read where threads wait.
#pragma once

#include <ctime>

#include <cstdint>

namespace snarl::record {

inline std::int64_t NowNs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace snarl::record
