// SPDX-License-Identifier: Apache-2.0
//
// The environment that a watched program is started with: the caller's own, with our library among the preloaded ones
// and SNARL_OPTIONS for it.
//
// Pure: lists of "NAME=value" in and out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace snarl::cli {

// LD_PRELOAD with `library` added to `theirs`. The runtime of a sanitizer insists on being the first of all, be it among
// theirs or among what the program needs; the rest of theirs comes behind ours.
[[nodiscard]] std::string PreloadList(std::string_view theirs, const std::string& library,
                                      const std::vector<std::string>& needed);

// ASAN_OPTIONS with what lets AddressSanitizer's runtime be not the first, below `theirs`: a child that needs it inherits
// LD_PRELOAD from a parent that did not, and would end at once.
[[nodiscard]] std::string AsanOptions(std::string_view theirs);

[[nodiscard]] std::vector<std::string> WithVariable(std::vector<std::string> environment, const std::string& name,
                                                    const std::string& value);

}  // namespace snarl::cli
