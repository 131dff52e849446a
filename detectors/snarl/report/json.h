// SPDX-License-Identifier: Apache-2.0
//
// The findings document, "snarl-findings/1", written. docs/findings.md describes it; read.h reads it back.
//
// Thread safety: no state.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::report {

struct ProcessInfo {
  std::int64_t pid = 0;
  std::string command;  // the arguments, joined by blanks
  std::string started;  // RFC 3339, UTC
  std::string ended;    // how: "exit", "watchdog", …; empty while it runs, or where it was killed
};

// One finding as it stands in the document's array.
[[nodiscard]] std::string FindingAsJson(const Finding& finding);

// The whole document; `findings` are results of FindingAsJson(), so that a long list is not converted anew every time.
[[nodiscard]] std::string DocumentAsJson(const ProcessInfo& process, const std::vector<std::string>& findings,
                                         const std::vector<Dismissed>& dismissed,
                                         const std::map<std::string, std::uint64_t>& stats);

}  // namespace snarl::report
