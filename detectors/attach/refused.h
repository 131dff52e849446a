// SPDX-License-Identifier: Apache-2.0
//
// Why a process or a core file cannot be read, in one line with the cure, where there is one.
#pragma once

#include <sys/types.h>

#include <stdexcept>
#include <string>

namespace snarl::attach {

class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws Refused where `pid` is no process that can be read: none, ended, the kernel's own, of another machine, this one.
// A thread's id stands for its process, whose id is the result.
[[nodiscard]] pid_t RequireProcess(pid_t pid);

// For a process that the kernel does not let us read, with the `error` it gave.
[[nodiscard]] Refused NotPermitted(pid_t pid, int error);

}  // namespace snarl::attach
