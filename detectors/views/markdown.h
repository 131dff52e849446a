// SPDX-License-Identifier: Apache-2.0
//
// Cards for a comment on a pull request: a table of all, then each with its evidence folded in.
//
// Thread safety: as Sources.
#pragma once

#include <string>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

// GitHub's flavour, which GitLab reads too. Text of the log can make no link, mention or tag of its own.
[[nodiscard]] std::string CardsAsMarkdown(const std::vector<Card>& cards, Sources& sources);

}  // namespace snarl::views
