// SPDX-License-Identifier: Apache-2.0
//
// A thread that sleeps until another one wakes it: at a futex, a semaphore, a barrier, a future. For as long as a Sleep lives
// the watching thread can read for what, since when and from where. It is a wait and makes no order (hand_over.h).
//
// Called by the record's own thread. Cost: microseconds, for the stack of the very wait; it is for waits that are about to
// enter the kernel.
#pragma once

#include "preload/hook.h"
#include "snarl/graph/ids.h"

namespace snarl::preload {

class [[nodiscard]] Sleep {
 public:
  // `record` null: unwatched. Inside of another Sleep, or of a wait for a lock, nothing: that one knows better for what.
  Sleep(record::ThreadRecord* record, record::LockKind kind, const void* address, bool timed) noexcept;
  // Also where a cancellation unwinds.
  ~Sleep();
  Sleep(const Sleep&) = delete;
  Sleep& operator=(const Sleep&) = delete;

  // What is slept for; kNone where nothing was begun.
  [[nodiscard]] graph::LockId id() const noexcept { return id_; }

 private:
  record::ThreadRecord* record_ = nullptr;  // null where nothing was begun
  graph::LockId id_ = graph::LockId::kNone;
};

// Whoever sleeps there, or did before, is woken by this thread: kept as the history of who wakes whom. `all`: not only one.
void NoteWake(record::ThreadRecord& record, record::LockKind kind, const void* address, record::Site site,
              bool all) noexcept;

}  // namespace snarl::preload
