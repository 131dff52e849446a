// SPDX-License-Identifier: Apache-2.0
//
// `snarl run`: starts a program with the interposing library preloaded, and is gone. No process stays in between, so the
// process id, the signals, the terminal and the status are the program's own.
#pragma once

#include <string>
#include <vector>

#include "cli/run_options.h"

namespace snarl::cli {

struct RunArguments {
  std::string preload;  // the library; empty: look for it
  std::vector<GivenOption> options;
  std::vector<std::string> command;  // with its arguments
};

// Does not return where the program starts. Throws Fault with 2 where it could not be watched, 126 where it cannot be
// executed, 127 where there is none.
int Run(const RunArguments& arguments);

}  // namespace snarl::cli
