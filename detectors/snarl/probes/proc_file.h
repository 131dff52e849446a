// SPDX-License-Identifier: Apache-2.0
//
// Reading the kernel's files and folders under /proc by system calls alone: streams take memory of the host's, whose lock the very
// thread may hold that is asked about.
//
// Any thread. Cost: as many system calls as it takes to read it, a few microseconds each.
#pragma once

#include <array>
#include <cstdint>

#include "absl/functional/function_ref.h"

namespace snarl::probes {

// What is read of a file, up to its first 4,095 bytes, and a zero behind it.
using ProcText = std::array<char, 4096>;

// False where it is not there, or is empty.
[[nodiscard]] bool ReadProc(const char* path, ProcText& text);
[[nodiscard]] bool ReadProcOfThread(std::uint32_t os_id, const char* file, ProcText& text);

// Line by line until one answers true, which is the result; lines longer than a ProcText are cut up. `unreadable` is the answer
// where the file cannot be opened.
[[nodiscard]] bool AnyLine(const char* path, bool unreadable, absl::FunctionRef<bool(const char* line)> answers);

// For the entries of a folder whose names are numbers. The second argument is the folder itself, which /proc/self/fd shows too.
[[nodiscard]] bool AnyNumber(const char* path, bool unreadable,
                             absl::FunctionRef<bool(std::uint32_t number, int folder)> answers);

}  // namespace snarl::probes
