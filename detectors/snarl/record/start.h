// SPDX-License-Identifier: Apache-2.0
//
// What the recorder needs of those above it, by declaration only, so that its includes still point down.
#pragma once

#include <atomic>

namespace snarl::record {

// Reads the options, opens the document, arranges for the end of the process. Called at every thread's first hook; the
// first call does it. Defined in watchdog.cc.
void StartOnce() noexcept;

// The last thread that was known has ended. Where none but the watching thread is left, the process ends with it.
void LastThreadGone() noexcept;
// Threads that the interposer has begun to start and that are not known yet; while there are any, none was the last.
extern std::atomic<int> threads_starting;

// Makes sure the watching thread runs: one relaxed load where it does. Defined in probes/prober.cc. A program of one thread
// has nobody to wait for: there only a probe starts it (`for_probe`).
void StartWatchingSlow(bool for_probe) noexcept;
extern std::atomic<bool> watching;
// Off in the interposer, which starts it where the program starts a thread of its own: a wait may be in the middle of the
// program's malloc(), which pthread_create() calls.
extern std::atomic<bool> waits_start_watching;
inline void StartWatching(bool for_probe = false) noexcept {
  if (!watching.load(std::memory_order_relaxed)) StartWatchingSlow(for_probe);
}

}  // namespace snarl::record
