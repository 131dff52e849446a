// SPDX-License-Identifier: Apache-2.0
//
// snarl: the command. One file per verb; this one is only the door.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "cli/arguments.h"
#include "cli/fault.h"

namespace {

int GiveUp(const char* line, int status) {
  std::fflush(stdout);
  std::fprintf(stderr, "snarl: %s\n", line);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  using snarl::cli::kMisused;
  try {
    const int status = snarl::cli::RunCommandLine(argc, argv);
    // A full disk shows itself only now, and half an answer is none.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      std::fprintf(stderr, "snarl: standard output: %s\n", std::strerror(errno));
      return kMisused;
    }
    return status;
  } catch (const snarl::cli::Fault& fault) {
    return GiveUp(fault.what(), fault.status());
  } catch (const std::exception& unforeseen) {
    return GiveUp(unforeseen.what(), kMisused);
  }
}
