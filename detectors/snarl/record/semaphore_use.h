// SPDX-License-Identifier: Apache-2.0
//
// Which semaphores a thread took from, and posted to, lately. Nobody owns a semaphore; but who posted to it before may do so
// again, and who took from it as from a lock may give back. That is what is known of who could end a wait for one.
//
// The two that note are called on the record's own thread, the others on any. Cost: a few loads and at most two stores into
// the thread's own memory; a thread remembers SemaphoresUsed::kMost of each.
#pragma once

#include "snarl/record/thread_record.h"

namespace snarl::record {

void NoteTaken(ThreadRecord& record, const void* semaphore) noexcept;
void NotePosted(ThreadRecord& record, const void* semaphore) noexcept;

[[nodiscard]] bool HasTaken(const ThreadRecord& record, const void* semaphore) noexcept;
[[nodiscard]] bool HasPosted(const ThreadRecord& record, const void* semaphore) noexcept;

}  // namespace snarl::record
