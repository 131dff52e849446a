// SPDX-License-Identifier: Apache-2.0
//
// What the kernel says of a wait: whether the thread is asleep in it, and who else could end it.
//
// Thread safety: any thread may ask about any other of its process. Cost: a small file read or two for each thread asked
// about. Where /proc tells nothing, so do these.
#pragma once

#include <cstdint>
#include <vector>

namespace snarl::probes {

// A thread that is asleep at a futex.
struct FutexSleep {
  std::uintptr_t futex = 0;
  bool limited = false;    // it ends by itself
  bool shared = false;     // another process may end it, if the memory is shared
  std::uint64_t runs = 0;  // how often the thread was given a processor until now
  bool operator==(const FutexSleep&) const = default;
};
[[nodiscard]] bool SleepsAtFutex(std::uint32_t os_id, FutexSleep& sleep);

// The threads of this process, but for the calling one and those that have ended and are not yet forgotten. False where the
// kernel does not say.
[[nodiscard]] bool ListThreads(std::vector<std::uint32_t>& os_ids);

// Whether other processes may have the memory at `address`. True where the kernel does not say.
[[nodiscard]] bool IsSharedMemory(std::uintptr_t address);
// Whether there is such memory at all.
[[nodiscard]] bool HasSharedMemory();

// Whether the process has a handler for a signal that comes from outside: it interrupts a wait for a semaphore, or may post.
[[nodiscard]] bool HandlesSignals();

}  // namespace snarl::probes
