// SPDX-License-Identifier: Apache-2.0
//
// One line of a stack, as sanitizers and as Valgrind write it, and the last touch for a whole stack.
//
// Thread safety: no state. Cost: linear in the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "snarl/report/finding.h"

namespace snarl::logs {

// "    #2 main /src/a.cc:7:3 (a.out+0x1468) (BuildId: …)", "    #0 0x55d2 in main /src/a.cc:7"; `number` is the 2. False where
// the line is none.
[[nodiscard]] bool ParseSanitizerFrame(std::string_view line, std::uint64_t& number, report::Frame& frame);

// "   at 0x1092DB: main (a.cc:7)", "   by 0x59D: ??? (in /usr/lib/libc.so.6)"; `innermost` where it begins with "at".
[[nodiscard]] bool ParseValgrindFrame(std::string_view line, bool& innermost, report::Frame& frame);

// "./nptl/./nptl/pthread_create.c" -> "nptl/nptl/pthread_create.c".
[[nodiscard]] std::string TidyFile(std::string_view file);

// What Snarl does with stacks that it captures itself: lambdas get names, its own frames are dropped from the top.
void TidyStack(report::Stack& stack);

}  // namespace snarl::logs
