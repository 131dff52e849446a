// SPDX-License-Identifier: Apache-2.0
//
// Where a report stood: what a reader of other tools' logs tells beside the finding itself.
//
// Thread safety: a value.
#pragma once

#include <cstdint>
#include <string>

namespace snarl::logs {

struct Origin {
  std::string file;        // as it was given; "<stdin>" for standard input
  std::uint64_t line = 0;  // the report's first line, from 1
  std::string test;        // the test in whose output it stood, where the log tells (ctest, JUnit); else empty
  std::string tool;        // "ThreadSanitizer", "Helgrind", "Snarl", …, as people call it
  std::uint64_t pid = 0;   // the process that reported; 0 where the log does not tell
};

}  // namespace snarl::logs
