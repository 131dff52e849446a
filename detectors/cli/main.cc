// SPDX-License-Identifier: Apache-2.0
//
// snarl: the command. One file per verb; this one is only the door.
#include <cstdio>
#include <exception>

#include "cli/arguments.h"
#include "cli/fault.h"

int main(int argc, char** argv) {
  try {
    return snarl::cli::RunCommandLine(argc, argv);
  } catch (const snarl::cli::Fault& fault) {
    std::fflush(stdout);
    std::fprintf(stderr, "snarl: %s\n", fault.what());
    return fault.status();
  } catch (const std::exception& unforeseen) {
    std::fflush(stdout);
    std::fprintf(stderr, "snarl: %s\n", unforeseen.what());
    return snarl::cli::kMisused;
  }
}
