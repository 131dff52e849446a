// SPDX-License-Identifier: Apache-2.0
//
// The option deadline: a program whose time is up is ended with a report of what every thread does, so that a test runner's time-out
// does not end it without evidence. Time runs from the process's own beginning; under `snarl run` from that command's, for the
// children too.
//
// Thread safety: the watching thread only, but for the first.
#pragma once

#include <cstdint>

namespace snarl::probes {

// Whether there is one. Any thread.
[[nodiscard]] bool HasDeadline() noexcept;

// How long until it; at most `at_most_ns`, at least 0.
[[nodiscard]] std::int64_t UntilDeadline(std::int64_t at_most_ns) noexcept;

// Reports, and ends the process.
[[noreturn]] void EndAtDeadline();

}  // namespace snarl::probes
