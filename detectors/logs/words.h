// SPDX-License-Identifier: Apache-2.0
//
// Small pieces of text: what the readers take reports apart with.
//
// Thread safety: no state. Cost: linear in the text; nothing is copied.
#pragma once

#include <cstdint>
#include <string_view>

namespace snarl::logs {

[[nodiscard]] bool IsDigit(char c);
[[nodiscard]] std::string_view WithoutBlanksBefore(std::string_view text);

// Takes `start` off the front of `text`, where it is there.
bool Skip(std::string_view& text, std::string_view start);

// Takes digits off the front; false where there are none. What is too large becomes the largest, and of
// decimal numbers half of that.
bool TakeNumber(std::string_view& text, std::uint64_t& number);
bool TakeHex(std::string_view& text, std::uint64_t& number);  // with or without "0x"

// What stands between the first `before` and the next `after`; to the end where `after` is empty or missing; empty where
// `before` is missing.
[[nodiscard]] std::string_view Between(std::string_view text, std::string_view before, std::string_view after);

// The number behind the first `before`; 0 where there is none.
[[nodiscard]] std::uint64_t NumberAfter(std::string_view text, std::string_view before);
[[nodiscard]] std::uint64_t HexAfter(std::string_view text, std::string_view before);

[[nodiscard]] bool Contains(std::string_view text, std::string_view part);

}  // namespace snarl::logs
