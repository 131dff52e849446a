// SPDX-License-Identifier: Apache-2.0
//
// Cards as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code-scanning pages and editors: one
// result for each card, one code flow for its witness with one thread flow for each thread, the fingerprint as a partial
// fingerprint, and paths relative to the source root where they lie below it.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

[[nodiscard]] std::string CardsAsSarif(const std::vector<Card>& cards, const Sources& sources,
                                       std::string_view version);

}  // namespace snarl::views
