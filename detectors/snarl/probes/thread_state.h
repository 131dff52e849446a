// SPDX-License-Identifier: Apache-2.0
//
// What the kernel says a thread is doing at this moment, in words: for a thread that waits for nothing of ours.
//
// Any thread may ask about any other of its process. Cost: two small file reads.
#pragma once

#include <cstdint>
#include <string>

namespace snarl::probes {

struct ThreadState {
  char letter = '?';           // 'R' runs, 'S' sleeps, 'D' sleeps deep in the kernel, 'T' or 't' stopped, 'Z' has ended
  std::int64_t busy_ms = 0;    // on a processor, in the program
  std::int64_t kernel_ms = 0;  // and in the kernel for it; both as exact as the kernel's tick
  std::int64_t system_call = -1;  // that it sleeps in; -1: none, or the kernel does not tell
};

// False where the thread is gone.
bool ReadThreadState(std::uint32_t os_id, ThreadState& state);

// "runs, 1.20 s of processor time"; "sleeps in read(), 0.01 s of processor time".
[[nodiscard]] std::string Words(const ThreadState& state);

}  // namespace snarl::probes
