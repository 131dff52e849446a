// SPDX-License-Identifier: Apache-2.0
//
// What keeps a library from being brought into a program by LD_PRELOAD. The loader says nothing then, and the program
// would run unwatched and look clean; so it is found out before.
//
// Pure, but for the two functions that ask the system.
#pragma once

#include <sys/types.h>

#include <string>

#include "cli/program.h"

namespace snarl::cli {

// As far as it matters to who the program will run as.
struct FileRights {
  mode_t mode = 0;
  uid_t owner = 0;
  gid_t group = 0;
  bool capabilities = false;
  bool ignored = false;  // its file system is mounted nosuid
};
[[nodiscard]] FileRights RightsOf(const std::string& path);

struct Caller {
  uid_t user = 0;
  gid_t group = 0;
  bool no_new_privileges = false;
};
[[nodiscard]] Caller ThisCaller();

// One sentence or two, what to do instead included; empty where nothing is in the way. `rights` are the image's.
[[nodiscard]] std::string Obstacle(const Program& program, const FileRights& rights, const Caller& caller,
                                   const ElfFile& library);

}  // namespace snarl::cli
