// SPDX-License-Identifier: Apache-2.0
//
// `snarl names`: what a watched process asks when it has something to report (snarl/report/name_request.h), in a process of its
// own. Not for people.
#pragma once

namespace snarl::cli {

// Reads requests from standard input to its end, and answers each with a line.
int Names();

}  // namespace snarl::cli
