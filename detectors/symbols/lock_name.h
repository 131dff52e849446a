// SPDX-License-Identifier: Apache-2.0
//
// The name of one lock, from what the program held when it reached it. Whatever is uncertain has no name: a wrong one is worse
// than none.
#pragma once

#include <string>
#include <vector>

#include "snarl/report/name_request.h"
#include "symbols/debug_files.h"

namespace snarl::symbols {

// `modules`: the paths that the request's numbers stand for.
[[nodiscard]] std::string NameOfLock(const report::NameRequest& request,
                                     const std::vector<report::NamedModule>& modules, DebugFiles& files);

}  // namespace snarl::symbols
