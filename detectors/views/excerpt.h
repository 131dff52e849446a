// SPDX-License-Identifier: Apache-2.0
//
// A few lines of source around a frame, the line itself marked and a caret under the word that matters.
//
// Thread safety: as Sources.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "snarl/report/finding.h"
#include "views/sources.h"

namespace snarl::views {

struct ExcerptLine {
  int number = 0;
  std::string text;  // printable, without what all lines are indented by
  bool marked = false;
  Caret caret;  // of the marked line, in columns
};

// One line before and one after; none where the source is not there.
[[nodiscard]] std::vector<ExcerptLine> Excerpt(const report::Frame& frame, const std::vector<std::string>& subjects,
                                               Sources& sources);

}  // namespace snarl::views
