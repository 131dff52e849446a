// SPDX-License-Identifier: Apache-2.0
//
// What Helgrind and DRD say, as findings. Their XML has the words of their text, so both are understood here, by the words.
//
// Thread safety: no state.
#pragma once

#include <cstdint>
#include <map>

#include "logs/raw_report.h"
#include "snarl/report/finding.h"

namespace snarl::logs {

// Threads that were announced before a report speaks of them: where each was created.
using Announced = std::map<std::uint64_t, report::Stack>;

// `raw` is one error: its sections are the tool's sentences, each with the stack that follows it.
[[nodiscard]] report::Finding FindingFromValgrind(report::Watcher tool, RawReport&& raw, const Announced& announced);

}  // namespace snarl::logs
