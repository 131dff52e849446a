// SPDX-License-Identifier: Apache-2.0
//
// The kernel, past our own hook of syscall().
#pragma once

namespace snarl::preload {

// libc's syscall(); null before FindLibc().
extern "C" long (*snarl_native_syscall)(long number, ...) __attribute__((visibility("hidden")));

// The same, errno included, from the first instruction of the process on, and in a signal handler.
long NativeSyscall(long number, long a, long b, long c, long d, long e, long f) noexcept;

}  // namespace snarl::preload
