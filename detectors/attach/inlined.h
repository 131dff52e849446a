// SPDX-License-Identifier: Apache-2.0
//
// The calls that were inlined at an instruction, from debug information.
#pragma once

#include <elfutils/libdwfl.h>

#include <cstdint>

#include "snarl/report/finding.h"

namespace snarl::attach {

// The innermost first, the function itself last. `whole`: what the symbol tables say of it. Empty without debug information.
[[nodiscard]] report::Stack InlinedAt(Dwfl_Module* module, std::uint64_t pc, const report::Frame& whole);

}  // namespace snarl::attach
