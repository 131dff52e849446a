// SPDX-License-Identifier: Apache-2.0
#include "logs/test_names.h"

#include <cstddef>

#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kMostNames = std::size_t{1} << 16;
constexpr std::size_t kLongestName = 1000;

}  // namespace

bool TestNames::Take(std::string_view line) {
  line = WithoutBlanksBefore(line);
  std::uint64_t number = 0;
  if (Skip(line, "Start ")) {
    line = WithoutBlanksBefore(line);
    if (!TakeNumber(line, number) || !Skip(line, ": ")) return false;
    if (names_.size() < kMostNames) names_[number] = line.substr(0, kLongestName);
    current_.clear();
    return true;
  }
  if (line == "<end of output>" || line == "end of output") {
    current_.clear();
    return true;
  }
  // "3/30 Test #12: name …***Failed", "3/30 MemCheck #12: name …", "3/30 Testing: name", "3/30 Test: name"
  if (line.empty() || !IsDigit(line[0]) || !TakeNumber(line, number) || !Skip(line, "/") || !TakeNumber(line, number)) {
    return false;
  }
  line = WithoutBlanksBefore(line);
  const bool kind = Skip(line, "Testing: ") || Skip(line, "Test: ") || Skip(line, "MemCheck: ") ||
                    Skip(line, "Test ") || Skip(line, "MemCheck ");
  if (!kind) return false;
  line = WithoutBlanksBefore(line);
  if (Skip(line, "#")) {
    if (!TakeNumber(line, number) || !Skip(line, ": ")) return false;
    line = line.substr(0, line.find(' '));
  }
  current_ = line.substr(0, kLongestName);
  return true;
}

std::string TestNames::Name(std::uint64_t number) const {
  const auto known = names_.find(number);
  return known != names_.end() ? known->second : std::to_string(number);
}

}  // namespace snarl::logs
