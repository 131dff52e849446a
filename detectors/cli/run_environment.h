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

// LD_PRELOAD with `library` before `theirs`.
[[nodiscard]] std::string PreloadList(std::string_view theirs, const std::string& library);

// ASAN_OPTIONS with what lets AddressSanitizer's shared runtime be not the first library of all, below `theirs`. We are
// the first: called before a sanitizer is, we let it know of a thread before we do anything on that thread. And a runtime
// that was preloaded would be so in all children too, where nobody wants it.
[[nodiscard]] std::string AsanOptions(std::string_view theirs);

[[nodiscard]] std::vector<std::string> WithVariable(std::vector<std::string> environment, const std::string& name,
                                                    const std::string& value);

}  // namespace snarl::cli
