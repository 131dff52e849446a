// SPDX-License-Identifier: Apache-2.0
//
// A baseline: the bugs that are known already, as a file to be committed and reviewed. One bug a line, sorted:
//
//   # snarl-baseline/1
//   8f4011e4c9c06fa4 deadlock  SyncCloudToLocal (editor.cc), SaveLocalThenCloud (editor.cc)
//
// The fingerprint decides; the kind and the words are for the reviewer, and free to be replaced by better ones ("known,
// issue 12"). No line numbers, paths or counts stand in it, so it changes only where a bug comes or goes.
//
// Thread safety: no state.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "views/card.h"

namespace snarl::views {

struct Baseline {
  std::map<std::string, std::string> words;  // by fingerprint: the kind and what follows
  std::vector<std::string> errors;           // "NAME:LINE: what is wrong"; the other lines hold all the same
};

// By its first line.
[[nodiscard]] bool IsBaseline(std::string_view text);

[[nodiscard]] Baseline ParseBaseline(std::string_view text, std::string_view name);

// `known`: what stood in the file before. Words of bugs that are still there stay as they are.
[[nodiscard]] std::string BaselineAsText(const std::vector<Card>& cards, const Baseline& known);

// The cards that the baseline does not have, those that it has, and its lines that no card answers.
struct Comparison {
  std::vector<Card> fresh;
  std::size_t unchanged = 0;
  std::map<std::string, std::string> gone;
};
[[nodiscard]] Comparison Compare(const Baseline& known, const std::vector<Card>& cards);

// The baseline that these cards would make.
[[nodiscard]] Baseline BaselineOf(const std::vector<Card>& cards);

}  // namespace snarl::views
