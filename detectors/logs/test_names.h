// SPDX-License-Identifier: Apache-2.0
//
// Which test a line is from, by what ctest writes around the output: at the terminal with -V (numbers before lines) or
// --output-on-failure, and into Testing/Temporary/LastTest.log and LastDynamicAnalysis.log.
//
// Thread safety: none. Memory: a name for each test, up to a limit.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace snarl::logs {

class TestNames {
 public:
  // A line that has no number before it. True where it is one of ctest's own.
  bool Take(std::string_view line);

  // The test whose output follows without a number; empty where there is none.
  [[nodiscard]] const std::string& current() const { return current_; }

  // The test of a number; "12" where ctest has not said its name.
  [[nodiscard]] std::string Name(std::uint64_t number) const;

 private:
  std::string current_;
  std::map<std::uint64_t, std::string> names_;
};

}  // namespace snarl::logs
