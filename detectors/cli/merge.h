// SPDX-License-Identifier: Apache-2.0
//
// `snarl merge`: the findings of many runs in one document.
#pragma once

#include <string>
#include <vector>

namespace snarl::cli {

struct MergeArguments {
  std::vector<std::string> files;
  std::string output;  // empty: standard output
};

// Throws Fault, and writes nothing, where not all of the files could be read.
int Merge(const MergeArguments& arguments);

}  // namespace snarl::cli
