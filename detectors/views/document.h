// SPDX-License-Identifier: Apache-2.0
//
// Cards as a findings document, "snarl-findings/1" (docs/findings.md): one finding for each card, with the count of all its
// reports and, as the member "seen", where they came from. The same cards give the same bytes.
//
// Thread safety: no state.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "views/card.h"

namespace snarl::views {

// `stats`: what else is to stand under "stats"; "reports" does anyway.
[[nodiscard]] std::string CardsAsJson(const std::vector<Card>& cards, std::map<std::string, std::uint64_t> stats = {});

}  // namespace snarl::views
