// SPDX-License-Identifier: Apache-2.0
//
// The text of one option: what each sort of value takes, and which known name a mistyped one was meant to be.
//
// Thread safety: no state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace snarl::report {

// Each stores the value and returns true, or leaves `out` alone where `text` is not of that sort.
[[nodiscard]] bool ParseFlag(std::string_view text, bool& out);
[[nodiscard]] bool ParseNumber(std::string_view text, std::int64_t low, std::int64_t high, std::int64_t& out);
// "1500ms", "55s", "10m", "2h" as milliseconds, up to a year; "0" needs no unit.
[[nodiscard]] bool ParseDuration(std::string_view text, std::int64_t& out);
[[nodiscard]] bool ParseChoice(std::string_view text, std::string_view choices, std::string& out);  // "a|b|c"

// One "key=value" of an option text, quotes taken off; `error` says what is malformed, and is empty as a rule.
struct OptionItem {
  std::string key;
  std::string value;
  std::string error;
};

// Splits "key=value:key='a:b'" at the colons outside quotes. Empty items are skipped.
[[nodiscard]] std::vector<OptionItem> SplitOptions(std::string_view text);

// How many insertions, removals, replacements and swaps of neighbours turn `a` into `b`.
[[nodiscard]] std::size_t EditDistance(std::string_view a, std::string_view b);

// The candidate nearest to `name`; empty where none is near enough to have been meant.
[[nodiscard]] std::string_view Nearest(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace snarl::report
