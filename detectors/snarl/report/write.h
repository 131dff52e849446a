// SPDX-License-Identifier: Apache-2.0
//
// Bytes to a descriptor, and a file that is there whole or not at all.
//
// Thread safety: no state. Cost: a few system calls.
#pragma once

#include <string>
#include <string_view>

namespace snarl::report {

// All of `text`, as a rule by one write(2), so that two writers do not mix lines. False (and errno) where it failed.
bool WriteAll(int fd, std::string_view text);

// Replaces `path` by `text`: temporary file in the same directory, then rename. What is no regular file (a pipe, a
// terminal) is written as it is. Empty, or what went wrong; then no temporary file is left and `path` is as it was.
[[nodiscard]] std::string ReplaceFile(const std::string& path, std::string_view text);

}  // namespace snarl::report
