// SPDX-License-Identifier: Apache-2.0
//
// `snarl attach`: a process that hangs and was never watched, or its core file.
#pragma once

#include <chrono>
#include <string>

namespace snarl::cli {

struct AttachArguments {
  int pid = 0;  // 0: none given
  std::string core;
  std::string program;
  std::string json;
  std::string format = "text";
  std::string color = "auto";
  std::string debug_folders;
  std::chrono::milliseconds apart{100};
  bool verbose = false;
};

// kFound where a thread can never go on. Throws Fault where nothing can be read.
[[nodiscard]] int Attach(const AttachArguments& arguments);

}  // namespace snarl::cli
