// SPDX-License-Identifier: Apache-2.0
//
// The watching thread: the one thread of the watchdog. It sleeps for hang_probe_ms, looks, and sleeps again; it runs from
// the first wait, failed attempt or armed probe on, and never in a program that has none; under the interposer from the second
// thread on; with a deadline from the beginning. It ends when no other thread is left. All signals are blocked in it.
//
// Thread safety: any thread. Cost: some ten microseconds every hang_probe_ms, most of them for being woken; threads are
// looked at only where one of them began or ended something since.
#pragma once

namespace snarl::probes {

// Starts it, where it does not run and may. Where there is no thread to be had, this is said, once.
void StartWatchingNow() noexcept;

// Ends the watching thread and joins it, after one last look at what ThreadSanitizer has reported. A later wait would start
// it anew, unless `for_good`.
void StopWatching(bool for_good) noexcept;

// In a forked child: there is no watching thread any more; the next wait starts one.
void ForgetWatching() noexcept;

}  // namespace snarl::probes
