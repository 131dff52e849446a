// SPDX-License-Identifier: Apache-2.0
//
// Names of the system calls that threads sleep in.
#pragma once

#include <sys/types.h>

#include <string>

#include "attach/thread_now.h"

namespace snarl::attach {

// "read", "epoll_wait", "system call 999".
[[nodiscard]] std::string CallName(long number);
// Whether its first argument is a file descriptor.
[[nodiscard]] bool TakesDescriptor(long number);
// What descriptor `number` of the process is: "pipe", "socket", "/dev/pts/0"; empty where it cannot be told.
[[nodiscard]] std::string DescriptorName(pid_t pid, int number);

}  // namespace snarl::attach
