// SPDX-License-Identifier: Apache-2.0
//
// The kernel, past our own hook of syscall().
#pragma once

namespace snarl::preload {

// As libc's syscall(), errno included; from the first instruction of the process on, and in a signal handler.
long NativeSyscall(long number, long a, long b, long c, long d, long e, long f) noexcept;

}  // namespace snarl::preload
