// SPDX-License-Identifier: Apache-2.0
//
// The beginning and the end of the process: the last report, and status 66 where there is a finding and the program's own status was 0. Internal.
#pragma once

#include "snarl/export.h"

namespace snarl {

// Stops the watching thread, reports what is still kept, and writes the document a last time. May be called again.
void Conclude(const char* how) noexcept;

// Makes everything that fork() must find whole. Called once, when the library is loaded.
void PrepareForFork() noexcept;

// The status is decided: whoever ends the process now has concluded already.
void HasLeft() noexcept;

// For a process that leaves by _exit(): concludes, and gives the status to leave with.
[[nodiscard]] int StatusAfterConcluding(int status) noexcept;

// The process has something to conclude. Without this call nothing at all happens at its end.
void ArrangeEnding() noexcept;

// For the bridge to ThreadSanitizer (detectors/tsan/), whose own last act decides the status: we then leave the status to it.
SNARL_EXPORT void LeaveStatusToTsan() noexcept;
// Concludes. `failed`: ThreadSanitizer has reported something and will end the process with its own status; otherwise the
// rules are ours, and where they ask for another status than the program's this does not return.
SNARL_EXPORT bool ConcludeUnderTsan(bool failed) noexcept;

}  // namespace snarl
