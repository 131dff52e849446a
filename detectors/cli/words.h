// SPDX-License-Identifier: Apache-2.0
//
// Small words: cutting a line into pieces, and finding the word that somebody meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace snarl::cli {

// Without the blanks at both ends.
[[nodiscard]] std::string_view Trimmed(std::string_view text);

// The pieces between separators, each trimmed; one piece for a text without any.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);

// The pieces between blanks, none empty; and the first of them.
[[nodiscard]] std::vector<std::string_view> Words(std::string_view text);
[[nodiscard]] std::string_view Word(std::string_view text);

[[nodiscard]] std::vector<std::string> Lines(std::string_view text);

// " (did you mean "x"?)" where one of the known words is near enough to be a slip of the pen, else nothing.
[[nodiscard]] std::string DidYouMean(std::string_view word, const std::vector<std::string>& known);

}  // namespace snarl::cli
