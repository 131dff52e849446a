// SPDX-License-Identifier: Apache-2.0
//
// This process, for the document's `process`, and for the paths that carry its id.
//
// Thread safety: no state. Cost: reads /proc once per call.
#pragma once

#include <string>
#include <string_view>

#include "snarl/report/json.h"

namespace snarl::report {

// With `started` = now: as a rule the sink is set up when the process begins.
[[nodiscard]] ProcessInfo ThisProcess();

// Whether `snarl run` was asked to watch another process, of which this one is a child that inherited the environment.
[[nodiscard]] bool StartedByWatched();

// `path` with %p as the process id, and absolute, so that a program that changes its directory later keeps its report
// in one place. Empty stays empty.
[[nodiscard]] std::string ExpandPath(std::string_view path);

}  // namespace snarl::report
