// SPDX-License-Identifier: Apache-2.0
//
// A report of ThreadSanitizer's, read from text, as the finding that the bridge in detectors/tsan makes of the same report:
// same words, same shape, same fingerprint. Text tells a little more: which locks were held at an access.
//
// Thread safety: no state.
#pragma once

#include "logs/raw_report.h"
#include "snarl/report/finding.h"

namespace snarl::logs {

// Takes the stacks out of `raw`.
[[nodiscard]] report::Finding FindingFromTsanText(RawReport& raw);

}  // namespace snarl::logs
