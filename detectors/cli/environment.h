// SPDX-License-Identifier: Apache-2.0
//
// The environment that a demo plays in: the caller's own, with what the judge needs added to the options of both
// watchers.
//
// Pure: lists of "NAME=value" in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace snarl::cli {

// ThreadSanitizer's one known false report about Abseil 20220623: Waiter::Post() against a new thread's identity.
inline constexpr std::string_view kKnownFalseReports = "race:AbslInternalPerThreadSemPost\n";

// The value of a variable in such a list; empty where it is not set.
[[nodiscard]] std::string Variable(const std::vector<std::string>& environment, std::string_view name);

// The value of one option in "key=value:key=value", where values may be quoted; empty where it is not set. The last
// wins.
[[nodiscard]] std::string Option(std::string_view options, std::string_view key);

// The caller's options stand first, so that these have the last word: where the document goes, and the exit status.
[[nodiscard]] std::vector<std::string> DemoEnvironment(const std::vector<std::string>& callers,
                                                       const std::string& document_path,
                                                       const std::string& suppressions_path);

}  // namespace snarl::cli
