// SPDX-License-Identifier: Apache-2.0
//
// What each kind of finding is, in words: the one table behind `snarl explain`, the rules of SARIF, and the advice of
// cards.
//
// Thread safety: constants.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "snarl/report/finding.h"

namespace snarl::views {

struct KindPage {
  report::Kind kind;
  std::string_view title;                 // "Data race"
  std::string_view what;                  // one sentence without its period
  std::string_view story;                 // how it comes about, and why it is hard to see
  std::array<std::string_view, 4> cures;  // the first that helps most; empty ones at the end
  std::string_view seen_by;               // which watcher sees it, and which does not
  std::string_view demo;                  // of the gallery; empty: none
};

// In the order of the enumeration.
[[nodiscard]] std::span<const KindPage> KindPages();

[[nodiscard]] const KindPage& PageOf(report::Kind kind);

// How loud a build server is told of it: what is certain is an error, the rest a warning.
[[nodiscard]] inline bool IsError(report::Certainty certainty) { return certainty == report::Certainty::kCertain; }

}  // namespace snarl::views
