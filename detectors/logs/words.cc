// SPDX-License-Identifier: Apache-2.0
#include "logs/words.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <system_error>

namespace snarl::logs {
namespace {

// One more of it is still a number: tools count threads and locks from 0, findings from 1.
constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max() / 2;

bool TakeDigits(std::string_view& text, int base, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error == std::errc::invalid_argument) return false;
  if (error == std::errc::result_out_of_range) number = std::numeric_limits<std::uint64_t>::max();
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view WithoutBlanksBefore(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

bool Skip(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

bool TakeNumber(std::string_view& text, std::uint64_t& number) {
  if (!TakeDigits(text, 10, number)) return false;
  number = std::min(number, kLargest);
  return true;
}

bool TakeHex(std::string_view& text, std::uint64_t& number) {
  if (!Skip(text, "0x")) Skip(text, "0X");
  return TakeDigits(text, 16, number);
}

std::string_view Between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return after.empty() ? text : text.substr(0, text.find(after));
}

std::uint64_t NumberAfter(std::string_view text, std::string_view before) {
  std::uint64_t number = 0;
  text = Between(text, before, "");
  TakeNumber(text, number);
  return number;
}

std::uint64_t HexAfter(std::string_view text, std::string_view before) {
  std::uint64_t number = 0;
  text = Between(text, before, "");
  TakeHex(text, number);
  return number;
}

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace snarl::logs
