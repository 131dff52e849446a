// SPDX-License-Identifier: Apache-2.0
//
// Notes how the program reached a lock (snarl/report/trail.h), while its frames are still there: at the lock's first use; for a
// lock that was left out then, where it first takes part in an order; and at last where it is reported.
//
// Thread safety: any thread. Cost: one load where there is nothing to do; else a few microseconds, for the first locks of each
// place and up to kMostWalks in a process before there is something to report, so that a lock which is made anew each time costs nothing more in the long run.
// It reads registers and the calling thread's own stack, and makes no system call. It follows pointers only where they point
// into that stack, or into what std::thread keeps for its thread as long as that runs: the closure, with what it captured.
#pragma once

#include "snarl/graph/ids.h"

namespace snarl::preload {

// `lock` lives at `address` and was first used at `made`.
void NoteTrail(graph::LockId lock, const void* address, graph::StackId made) noexcept;
// `lock` is requested while something is held.
void NoteTrailInOrder(graph::LockId lock) noexcept;

// `lock` is reported.
void NoteTrailInReport(graph::LockId lock);
// The calling thread begins with routine(argument).
void NoteThreadState(void* (*routine)(void*), const void* argument) noexcept;

}  // namespace snarl::preload
