// SPDX-License-Identifier: Apache-2.0
//
// How to leave a finding out the next time: the line to write, and into which file, for Snarl and for the tool that said
// it. The line for Snarl does match the finding that it was made for.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::views {

struct SuppressionLine {
  std::string where;  // "suppressions=FILE in SNARL_OPTIONS"
  std::string text;   // one line, or the block that Valgrind wants
};

// Empty where there is nothing to go by, or the tool knows no suppressions.
[[nodiscard]] std::vector<SuppressionLine> HowToSuppress(const report::Finding& finding);

}  // namespace snarl::views
