// SPDX-License-Identifier: Apache-2.0
//
// The trails (report/trail.h) of the locks, each kept once: locks of one class that one place uses have the same. Only what
// starts with a helper that can read them keeps any.
//
// Thread safety: any thread; a short lock inside. Memory: 24 bytes a step, at most kMostTrailBytes in all; what comes
// beyond is not kept.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>

#include "snarl/graph/ids.h"
#include "snarl/report/trail.h"

namespace snarl::record {

inline constexpr std::size_t kMostTrailBytes = std::size_t{4} << 20;

// Whether trails are of any use in this process.
extern std::atomic<bool> trails_wanted;

// Notes the trail of a lock by the calling thread's frames, where it has none. Null where nobody can.
extern std::atomic<void (*)(graph::LockId)> note_trail_here;

void KeepTrail(graph::LockId lock, std::span<const report::TrailStep> trail) noexcept;
// Empty where there is none.
[[nodiscard]] report::Trail TrailOf(graph::LockId lock);

}  // namespace snarl::record
