// SPDX-License-Identifier: Apache-2.0
//
// What a person has said to leave out: the text of a suppressions file, and whether a finding is meant by it. One
// `kind:pattern` a line, as ThreadSanitizer has it; the kind is one of a finding, or `*` for any. The pattern is looked
// for in the function, file and library of each frame of the witness and of the threads (not where these were created),
// and in the names of the locks.
//
// Thread safety: no state; values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::report {

struct Suppression {
  std::string kind;  // the spelling of a Kind, or "*"
  std::string pattern;
  int line = 0;  // in its file, from 1
};

struct SuppressionList {
  std::vector<Suppression> rules;
  std::vector<std::string> errors;  // "FILE:LINE: what is wrong"; the other lines are rules all the same
};

// `name` is the file's, for the errors.
[[nodiscard]] SuppressionList ParseSuppressions(std::string_view text, std::string_view name);

// '*' stands for any text; '^' at the start and '$' at the end pin the pattern there, otherwise it may be found anywhere.
[[nodiscard]] bool PatternMatches(std::string_view pattern, std::string_view text);

[[nodiscard]] bool Suppresses(const Suppression& rule, const Finding& finding);

}  // namespace snarl::report
