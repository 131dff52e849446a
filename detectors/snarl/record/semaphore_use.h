// SPDX-License-Identifier: Apache-2.0
//
// Which semaphores a thread took from, and posted to, lately. Nobody owns a semaphore; but who posted to it before may do so
// again, and who took from it as from a lock may give back. That is what is known of who could end a wait for one.
//
// A semaphore that began at one, and to which only those posted who had taken from it, is used as a lock: nobody else than who
// has it is to be expected, a signal's handler neither.
//
// The two that note are called on the record's own thread, the others on any. Cost: a few loads and at most three stores into
// the thread's own memory; a thread remembers SemaphoresUsed::kMost of each. A short lock where a semaphore is made, and where
// a thread first posts to one that it had not taken.
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/record/thread_record.h"

namespace snarl::record {

// With this value, for this process alone; or for others too, or destroyed: 0 is said then.
void SemaphoreMade(const void* semaphore, unsigned value) noexcept;
void NoteTaken(ThreadRecord& record, const void* semaphore) noexcept;
void NotePosted(ThreadRecord& record, const void* semaphore) noexcept;

[[nodiscard]] bool HasTaken(const ThreadRecord& record, const void* semaphore) noexcept;
[[nodiscard]] bool HasPosted(const ThreadRecord& record, const void* semaphore) noexcept;

// What is used as a lock, and since when: another semaphore may have been at the address before. 0: it is not used as one.
[[nodiscard]] std::uint64_t UsedAsLockSince(const void* semaphore) noexcept;
// The semaphores that a thread took from and has not given back to, with when that was by the same clock; and those to which it
// posted.
struct SemaphoreUse {
  const void* semaphore = nullptr;
  std::uint64_t when = 0;
  bool taken = false;
};
[[nodiscard]] std::vector<SemaphoreUse> SemaphoresOf(const ThreadRecord& record);

}  // namespace snarl::record
