// SPDX-License-Identifier: Apache-2.0
//
// A line of a log without what others put around it: colours, carriage returns, time stamps, and the number that ctest puts
// before the output of each test.
//
// Thread safety: none. Cost: linear in the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace snarl::logs {

struct PlainLine {
  std::string_view text;
  std::uint64_t test = 0;  // ctest's number; 0: none
  bool numbered = false;
};

// `room` keeps the text where colours had to be cut out; the result is valid as long as `line` and `room`.
[[nodiscard]] PlainLine Plain(std::string_view line, std::string& room);

}  // namespace snarl::logs
