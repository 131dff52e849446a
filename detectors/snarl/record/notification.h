// SPDX-License-Identifier: Apache-2.0
//
// A wait for a notification and the notification, in terms of ids: what the hooks of condition variables share, in adapters
// and in the interposer. Called on the record's own thread.
#pragma once

#include <cstdint>

#include "snarl/graph/ids.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

// `lock` has left the hand; record.wait_stack and wait_key say where and as which chain it will be taken anew. `condition`
// kNone: a wait for a condition of the lock itself. `rechecked`: the wait has a predicate, or nobody knows whether it has.
void BeginNotificationWait(ThreadRecord& record, graph::LockId condition, graph::LockId lock, Mode mode, bool timed,
                           bool rechecked = true) noexcept;
// The sleep is over and `lock` taken.
void EndNotificationWait(ThreadRecord& record, graph::LockId condition, graph::LockId lock, Mode mode) noexcept;
// The same where there is no lock.
void EndNotificationWait(ThreadRecord& record, graph::LockId condition) noexcept;
// `all`: it was for all who wait, not for one of them.
void NoteNotification(ThreadRecord& record, graph::LockId condition, std::uint64_t site, bool all) noexcept;
// The thread has arrived at a barrier of so many.
void NoteArrival(ThreadRecord& record, graph::LockId barrier, unsigned parties) noexcept;

}  // namespace snarl::record
