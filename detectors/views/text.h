// SPDX-License-Identifier: Apache-2.0
//
// Cards for the terminal.
//
// Thread safety: as Sources.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

struct Look {
  bool colour = false;
  std::size_t width = 100;  // columns; two stacks stand side by side where both fit
};

// Each card with its number, then one line that counts them. Empty where there are none.
[[nodiscard]] std::string CardsAsText(const std::vector<Card>& cards, Sources& sources, const Look& look);

// One line for each bug: kind, place, verdict, how often, fingerprint.
[[nodiscard]] std::string SummaryAsText(const std::vector<Card>& cards, const Sources& sources, const Look& look);

// The evidence alone, as the other views show it too: stacks, and the source where it is there.
[[nodiscard]] std::string EvidenceAsText(const report::Finding& finding, Sources& sources, const Look& look);

// "3 bugs in 17 reports: 2 data-race, 1 deadlock", for the last line; empty for no cards.
[[nodiscard]] std::string CountWords(const std::vector<Card>& cards);

}  // namespace snarl::views
