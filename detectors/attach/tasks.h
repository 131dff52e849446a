// SPDX-License-Identifier: Apache-2.0
//
// The threads of a live process, from /proc: nobody is stopped or disturbed for it.
//
// Cost: some 20 microseconds per thread.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "attach/thread_now.h"

namespace snarl::attach {

// In the order of their ids. A thread that ends meanwhile is left out. Empty where the process is gone.
[[nodiscard]] std::vector<ThreadNow> ReadTasks(pid_t pid);

// The value of `key` in /proc/PID/status; empty where there is none.
[[nodiscard]] std::string StatusOf(pid_t pid, const char* key);

// The command line with blanks between the words; the kernel's name in brackets where it has none.
[[nodiscard]] std::string CommandOf(pid_t pid);

}  // namespace snarl::attach
