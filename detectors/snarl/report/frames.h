// SPDX-License-Identifier: Apache-2.0
//
// Whose code a frame is: the watchdog's own, the user's, or neither (the standard library, Abseil, a sanitizer).
//
// Thread safety: no state.
#pragma once

#include "snarl/report/finding.h"

namespace snarl::report {

// The watchdog's own code: the library, and its headers wherever they are installed.
[[nodiscard]] bool IsOwnFrame(const Frame& frame);

// What a reader calls "my code"; UserFrame() of symbolize.h gives the first one.
[[nodiscard]] bool IsUserFrame(const Frame& frame);

}  // namespace snarl::report
