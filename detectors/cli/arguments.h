// SPDX-License-Identifier: Apache-2.0
//
// The command line: from words to the one verb they ask for. All of CLI11 is behind this header, since it compiles
// slowly.
#pragma once

namespace snarl::cli {

// Runs the verb that the command line asks for and returns the exit status. --help and --version are answered here;
// wrong use throws Fault with one line.
[[nodiscard]] int RunCommandLine(int argc, const char* const* argv);

}  // namespace snarl::cli
