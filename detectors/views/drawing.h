// SPDX-License-Identifier: Apache-2.0
//
// A picture (picture.h) as inline SVG: the nodes on a ring in their order, so that a cycle is drawn as one. Colours come
// from the page's style sheet, by class; what is shown is said in words too, for who hears it.
//
// Thread safety: no state.
#pragma once

#include <string>

#include "views/picture.h"

namespace snarl::views {

// Empty for a picture without edges, or with more nodes than are seen apart. `id` is unique within the page.
[[nodiscard]] std::string PictureAsSvg(const Picture& picture, const std::string& id);

}  // namespace snarl::views
