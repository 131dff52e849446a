// SPDX-License-Identifier: Apache-2.0
//
// The program behind a command: looked up as execvp() does it, and followed from a script to its interpreter as the
// kernel does it. Faults have the status that a shell gives: 127 where nothing is found, 126 where it cannot be executed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/elf_file.h"

namespace snarl::cli {

inline constexpr int kCannotExecute = 126;
inline constexpr int kNotFound = 127;

struct Program {
  std::string path;            // what is executed
  std::string image;           // what the kernel loads for it: the same, or the interpreter of the script
  std::optional<ElfFile> elf;  // the image's; none where it may not be read or is no ELF file
};

// The path of a command: itself where it has a slash, else the first executable of that name in `folders` ("a:b:c").
[[nodiscard]] std::string FindProgram(const std::string& command, std::string_view folders);

// The path of valgrind; empty where it is not installed.
[[nodiscard]] std::string FindValgrind();

[[nodiscard]] Program ReadProgram(const std::string& path);

// What stands behind "#!" in the first line; empty where it is no such script.
[[nodiscard]] std::string Interpreter(std::string_view bytes);

}  // namespace snarl::cli
