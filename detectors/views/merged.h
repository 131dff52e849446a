// SPDX-License-Identifier: Apache-2.0
//
// The findings of many runs as one document: one finding for each fingerprint, with the counts of all added up. In whatever
// order and grouping the parts are joined, the bytes are the same, so that machines may each send their part: of the reports
// of one bug, the one is kept whose JSON comes first in the order of bytes.
//
//   merge(merge(a, b), c) = merge(a, merge(c, b))      merge(merge(a)) = merge(a)      but merge(a, a) counts twice
//
// Memory: a finding for each bug. Cost: a finding is written as JSON once. Thread safety: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "snarl/report/finding.h"

namespace snarl::views {

class Merged {
 public:
  void Take(report::Finding&& finding);

  [[nodiscard]] std::size_t size() const { return kept_.size(); }
  // "snarl-findings/1", sorted by fingerprint.
  [[nodiscard]] std::string Document() const;

 private:
  struct Kept {
    report::Finding finding;
    std::string json;  // of the finding without its count
    std::uint64_t count = 0;
  };
  std::map<std::string, Kept> kept_;
};

}  // namespace snarl::views
