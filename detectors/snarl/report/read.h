// SPDX-License-Identifier: Apache-2.0
//
// The findings document, read back: from "snarl-findings/1" JSON to the structures it was written from. Only programs
// that judge or show findings link this (the CLI, tests); a watched program does not.
//
// Whatever the bytes are, the answer is a whole document or one line that names the file and what is wrong with it:
// nothing half-read. Members that are not known are skipped, so that a later writer may add some.
//
// Thread safety: no state. Cost: a DOM of the whole document.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::report {

inline constexpr std::string_view kFindingsSchema = "snarl-findings/1";

struct FindingsDocument {
  std::int64_t pid = 0;
  std::string command;
  std::vector<Finding> findings;
  std::vector<Dismissed> dismissed;
  std::map<std::string, std::uint64_t> stats;
};

// `name` is what the error line calls the text, as a rule its path. True: `document` is the whole of it and `error` is
// untouched. False: `error` is one line without a newline, and `document` is untouched.
[[nodiscard]] bool ReadFindings(std::string_view text, std::string_view name, FindingsDocument& document,
                                std::string& error);

// The same for a file; a file that cannot be read is an error line too.
[[nodiscard]] bool ReadFindingsFile(const std::string& path, FindingsDocument& document, std::string& error);

// The bytes of a file, or false and one line: "path: No such file or directory".
[[nodiscard]] bool ReadWholeFile(const std::string& path, std::string& text, std::string& error);

}  // namespace snarl::report
