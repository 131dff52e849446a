// SPDX-License-Identifier: Apache-2.0
//
// What the terminal can do: its width, and colour where a person looks at it. Colour is for terminals only, never where
// NO_COLOR is set or TERM is dumb; CLICOLOR_FORCE wants it everywhere.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "views/printable.h"

namespace snarl::cli {

enum class Style { kPlain, kBold, kDim, kBad, kGood, kMark };

[[nodiscard]] bool HasColour(std::FILE* stream);

// The text in its style where `colour`, else the text alone.
[[nodiscard]] std::string Paint(Style style, std::string_view text, bool colour);

// The columns of the terminal behind the stream, else $COLUMNS, else `otherwise`.
[[nodiscard]] int Width(std::FILE* stream, int otherwise);

using views::Columns;
using views::Fitting;

}  // namespace snarl::cli
