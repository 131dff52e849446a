// SPDX-License-Identifier: Apache-2.0
//
// Call stacks, each kept once. The hot path handles their ids only; addresses become functions and lines in the report.
//
// Thread safety: any thread; a short lock inside. Cost: Capture() about 1-5 us, by libgcc's unwinder, which allocates nothing
// and takes no lock (glibc 2.35 on). Memory: 8 bytes a frame, once per distinct stack. At most kMaxFrames frames are kept,
// the innermost ones.
#pragma once

#include <cstddef>
#include <vector>

#include "snarl/graph/ids.h"

namespace snarl::record {

inline constexpr std::size_t kMaxFrames = 32;

// The calling thread's stack.
[[nodiscard]] graph::StackId CaptureStack() noexcept;

// The return addresses, innermost first; empty for kNone.
[[nodiscard]] std::vector<const void*> StackFrames(graph::StackId stack);

}  // namespace snarl::record
