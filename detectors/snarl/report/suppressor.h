// SPDX-License-Identifier: Apache-2.0
//
// The rules of the option suppressions= at work: reads the file, says of each finding whether it is left out, and tells
// at the end which rule left out how many. The file is read once in a process and its forked children, which may have
// lost sight of it; a program that changes the option has the new file read.
//
// Thread safety: serialised by the caller, the sink. Cost: one file per process; a look at every name per finding.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "snarl/report/suppressions.h"

namespace snarl::report {

class Suppressor {
 public:
  // Reads the file where that has not been done. What is wrong with it, one line each, for the report.
  [[nodiscard]] std::vector<std::string> Open();

  // Whether a rule leaves the finding out; if so it counts. `place` is what tells one finding from the next.
  [[nodiscard]] bool LeavesOut(const Finding& finding, const std::string& place);

  // How many findings were left out.
  [[nodiscard]] std::size_t count() const { return count_; }

  // "3 findings suppressed by 2 rules (ours.txt:4 2x, ours.txt:9 1x)"; empty where none was.
  [[nodiscard]] std::string Summary() const;

  // "suppression not used: ours.txt:7 deadlock:^Save$", for each rule that left out nothing.
  [[nodiscard]] std::vector<std::string> Unused() const;

 private:
  struct Rules;
  static const Rules* Load(const std::string& option, std::vector<std::string>& errors);
  [[nodiscard]] std::string Where(const Suppression& rule) const;

  const Rules* rules_ = nullptr;                           // null: none asked for yet
  std::vector<std::pair<std::string, std::size_t>> used_;  // "FILE:LINE" and how often, in the order of first use
  std::set<std::string> places_;
  std::size_t count_ = 0;
};

}  // namespace snarl::report
