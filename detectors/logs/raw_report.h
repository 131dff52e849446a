// SPDX-License-Identifier: Apache-2.0
//
// A report as its tool laid it out: a heading, then titles with a stack below each. What they mean is the business of the
// file that makes a finding of it.
//
// Thread safety: a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::logs {

struct Section {
  std::string title;
  report::Stack stack;
};

struct RawReport {
  // No tool writes more; what a broken log has beyond is left out.
  static constexpr std::size_t kSections = 1024;
  static constexpr std::size_t kFrames = 1024;

  std::string heading;
  std::uint64_t thread = 0;  // who reports, where the heading does not say; 0: unknown
  std::uint64_t pid = 0;
  std::uint64_t line = 0;
  std::vector<Section> sections;
};

}  // namespace snarl::logs
