// SPDX-License-Identifier: Apache-2.0
//
// `snarl explain`: what a kind of finding is, or one bug of some reports with that.
#pragma once

#include <string>
#include <vector>

#include "cli/show.h"

namespace snarl::cli {

struct ExplainArguments {
  std::string what;                // a kind, or the beginning of a fingerprint; empty: every kind in a line
  std::vector<std::string> files;  // where the fingerprint is looked for
  ShowStyle style;
};

// Throws Fault where nothing is called so.
int Explain(const ExplainArguments& arguments);

}  // namespace snarl::cli
