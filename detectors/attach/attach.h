// SPDX-License-Identifier: Apache-2.0
//
// The door to this layer, which looks at a process from outside: one that hangs, or a core file of it.
//
// Where the build found no libdw, every question is refused.
#pragma once

#include <chrono>
#include <string>

#include "attach/refused.h"

namespace snarl::attach {

struct Question {
  int pid = 0;
  std::string core;           // a file; then `pid` does not matter
  std::string program;        // the core's executable; empty: as the core names it
  std::string debug_folders;  // where separate debug files lie; empty: as usual
  std::chrono::milliseconds apart{100};
  bool colour = false;
  bool verbose = false;
};

struct Answer {
  bool found = false;  // a thread that can never go on
  std::string text;
  std::string json;
};

// Throws Refused.
[[nodiscard]] Answer Ask(const Question& question);

}  // namespace snarl::attach
