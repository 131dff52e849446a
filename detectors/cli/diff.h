// SPDX-License-Identifier: Apache-2.0
//
// `snarl diff`: what is new among reports, against a baseline.
#pragma once

#include <string>
#include <vector>

#include "cli/show.h"

namespace snarl::cli {

struct DiffArguments {
  std::vector<std::string> files;  // the baseline, then what is new; with write_baseline only the latter
  std::string write_baseline;
  ShowStyle style;
};

// The exit status as Reading::Status(), where only what is new counts as found. Throws Fault for a baseline that cannot be
// read.
int Diff(const DiffArguments& arguments);

}  // namespace snarl::cli
