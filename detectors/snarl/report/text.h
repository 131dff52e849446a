// SPDX-License-Identifier: Apache-2.0
//
// A finding as a person reads it: what is wrong in the first line, the circle in the second, then who holds what and
// waits where, and what to do next.
//
// Thread safety: no state.
#pragma once

#include <string>

#include "snarl/report/colour.h"
#include "snarl/report/finding.h"

namespace snarl::report {

// Ends in an empty line, as paragraphs do.
[[nodiscard]] std::string FindingAsText(const Finding& finding, bool colour);

// Its threads and locks alone, each with what it does: the answer to "what are they all doing?"
[[nodiscard]] std::string ThreadsAsText(const Finding& finding, bool colour);

// The circle in one line, or empty where the witness is none:
//   deadlock               save -> "cloud lock" -> sync -> "file lock" -> save
//   lock-order-inversion   "file lock" -> "cloud lock" -> "file lock"
[[nodiscard]] std::string CycleAsText(const Finding& finding);

}  // namespace snarl::report
