// SPDX-License-Identifier: Apache-2.0
//
// Cards as one HTML file: no network, no other file, readable without JavaScript; with it, filters by kind and words. Light
// and dark as the reader's system is.
//
// Thread safety: as Sources.
#pragma once

#include <string>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

[[nodiscard]] std::string CardsAsHtml(const std::vector<Card>& cards, Sources& sources);

}  // namespace snarl::views
