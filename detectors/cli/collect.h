// SPDX-License-Identifier: Apache-2.0
//
// From files to cards: what the readers of logs find is counted, and what they cannot read is said on standard error.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "snarl/report/finding.h"
#include "views/card.h"

namespace snarl::cli {

// The exit status of a verb that reads reports, in this order: kMisused where a file could not be read at all; kFound where
// it found something; kMisused where something in a file could not be understood, since nothing found would then say too
// much; else kDone.
struct Reading {
  bool file_unread = false;
  bool part_unread = false;

  [[nodiscard]] int Status(bool found) const;
};

// Files, folders, and "-" for standard input. Takes the kinds that are asked for, all where there are none. On a terminal it
// shows on standard error how far it is, where that takes long.
[[nodiscard]] Reading Collect(const std::vector<std::string>& paths, const std::vector<report::Kind>& kinds,
                              views::Cards& cards);

// The same, to whatever takes findings.
using TakeFinding = std::function<void(report::Finding&&, const views::Seen&)>;
[[nodiscard]] Reading Collect(const std::vector<std::string>& paths, const TakeFinding& take);

// The kinds of these words; throws Fault for one that is none.
[[nodiscard]] std::vector<report::Kind> ParseKinds(const std::vector<std::string>& words);
[[nodiscard]] std::vector<std::string> KindNames();

}  // namespace snarl::cli
