// SPDX-License-Identifier: Apache-2.0
//
// Whether anybody but the threads that we know could change what one of them asks for: a thread that nobody saw start, a handler
// of a signal that may come at any time, a child process, whoever is at the other end of a pipe or socket or maps the same memory.
// Where in doubt, yes.
//
// Thread safety: any thread. Cost: some files under /proc; a fraction of a millisecond. For the moment before a verdict.
#pragma once

namespace snarl::probes {

[[nodiscard]] bool OutsidersMayHelp();

}  // namespace snarl::probes
