// SPDX-License-Identifier: Apache-2.0
//
// How the watching thread is woken before its time: a futex, so that a signal handler may do it.
#pragma once

#include <cstdint>

namespace snarl::probes {

// Any thread, also in a signal handler. What was stored before is seen by who wakes.
void RingBell() noexcept;

// How often it rang. Read it before looking whether there is anything to do, and sleep on it then.
[[nodiscard]] std::uint32_t BellCount() noexcept;
// Until it rings once more than `heard`, or so many nanoseconds have passed; now and then for no reason.
void SleepUntilBell(std::uint32_t heard, std::int64_t at_most_ns) noexcept;

}  // namespace snarl::probes
