// SPDX-License-Identifier: Apache-2.0
//
// The moment of reading. Of a thread that sleeps, /proc has two registers, and its stack does not move: with some luck that is
// all there is to know. The others are stopped, their registers and the ends of their stacks copied, and they go on. Nothing is
// changed in the process: no signal is sent (PTRACE_SEIZE and PTRACE_INTERRUPT), a system call that was cut short is taken up
// again by the kernel, and who was stopped before stays so. If this process dies, the kernel lets all of them go.
//
// A thread in one of the few system calls that would return EINTR for having been stopped (epoll_wait, sigtimedwait, semop, a
// socket that may have a time limit, …) is spared: of it sp and pc are all that is known.
//
// Cost: some microseconds for a thread that sleeps. About 30 for one that is stopped, and on a busy machine until it was on a
// processor; none is stopped for longer than it takes to read a few dozen of them.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <vector>

#include "attach/memory.h"
#include "attach/thread_now.h"

namespace snarl::attach {

struct StopReport {
  std::size_t stopped = 0;
  std::size_t unneeded = 0;   // asleep, and read without
  std::size_t spared = 0;     // in a call that a stop would have cut short
  std::size_t unstopped = 0;  // did not stop in time: in the kernel, without end
  std::chrono::microseconds longest{0};
};

// Fills sp, pc and `stack` of those that slept in the same call at both looks.
void ReadAsleep(std::vector<ThreadNow>& threads, const Memory& memory);

// Fills `registers` and `stack` of those that are not unwound. Throws Refused where the kernel does not let us.
[[nodiscard]] StopReport StopAndRead(pid_t pid, std::vector<ThreadNow>& threads, const Memory& memory);

}  // namespace snarl::attach
