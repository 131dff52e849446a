// SPDX-License-Identifier: Apache-2.0
//
// The signal by which somebody asks what all threads are doing (option dump_signal; Control-\ where it is quit): the handler only
// notes that it came and wakes the watching thread, which prints. The program goes on.
//
// A handler is set only where the signal has its default action, and with the watching thread, so a process of one thread is ended
// by SIGQUIT as ever. A program that sets a handler of its own, ignores the signal, or waits for it blocked, keeps what it has.
// Children that execute another program have the default again, by the kernel.
#pragma once

#include <string>

namespace snarl::probes {

// Thread safety: serialised by the caller.
void ArmDumpSignal() noexcept;
// Puts the default action back, where the handler is still ours. In a forked child, and at the end.
void DisarmDumpSignal() noexcept;

// Whether it came since the last time; its name. The watching thread only.
[[nodiscard]] bool TakeDumpRequest() noexcept;
[[nodiscard]] std::string DumpSignalName();
// The signal whose handler is ours; 0: none.
[[nodiscard]] int DumpSignal() noexcept;

}  // namespace snarl::probes
