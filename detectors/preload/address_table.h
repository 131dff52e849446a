// SPDX-License-Identifier: Apache-2.0
//
// Every lock and other thing of libc's that was used, by its address: to find those that carry no mark, and to know when
// another lock lives at an address.
//
// Thread safety: any thread; a short lock per shard. Cost: IdOfAddress() of a thing that this thread used lately is a look-up
// in a thread-local table. Memory: about 20 bytes a lock.
#pragma once

#include "absl/functional/function_ref.h"
#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"
#include "snarl/record/thread_record.h"

namespace snarl::preload {

// The id of what lives at `address`, given at the first use. kNone where there is no memory for it.
[[nodiscard]] graph::LockId IdOfAddress(record::LockKind kind, const void* address, graph::StackId made) noexcept;
// The same where the stack of the first use is not at hand yet.
[[nodiscard]] graph::LockId IdOfAddress(record::LockKind kind, const void* address, record::ThreadRecord& record,
                                        record::Site site) noexcept;

// A lock that has no mark: `settle`, under the table's lock, is given a fresh id and returns the one that stays, which is
// another where a second thread came first. What lived at the address before is gone.
[[nodiscard]] graph::LockId ReplaceAtAddress(record::LockKind kind, const void* address, graph::StackId made,
                                             absl::FunctionRef<graph::LockId(graph::LockId)> settle) noexcept;

// kNone where nothing is known at `address`.
[[nodiscard]] graph::LockId KnownAtAddress(const void* address) noexcept;

void ForgetAddress(const void* address) noexcept;

}  // namespace snarl::preload
