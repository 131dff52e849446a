// SPDX-License-Identifier: Apache-2.0
//
// `snarl show`: the reports in some files, one card for each bug, in the form that is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/card.h"

namespace snarl::cli {

// What verbs that show cards are asked about how.
struct ShowStyle {
  std::string format = "text";
  std::string output;
  std::string color = "auto";
  bool summary = false;  // with "text": one line for each bug
  bool no_pager = false;
  std::vector<std::string> source_roots;
};

// The words that --format takes.
[[nodiscard]] std::vector<std::string> Formats();

// The cards in that form.
[[nodiscard]] std::string Render(const std::vector<views::Card>& cards, const ShowStyle& style);

// Whether what goes to the style's output is coloured.
[[nodiscard]] bool IsColoured(const ShowStyle& style);

struct ShowArguments {
  std::vector<std::string> files;
  std::vector<std::string> kinds;
  ShowStyle style;
};

// Returns the exit status, as Reading::Status().
int Show(const ShowArguments& arguments);

}  // namespace snarl::cli
