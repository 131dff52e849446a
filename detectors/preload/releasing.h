// SPDX-License-Identifier: Apache-2.0
//
// What every release does that is not the lock taken last: finds it in the hand, and says so where it is not there.
#pragma once

#include "preload/hook.h"
#include "snarl/record/chain.h"
#include "snarl/record/misuse.h"

namespace snarl::preload {

// `ours`: libc says that this thread holds the lock, so one that is not in the hand was taken unwatched.
template <class Native>
int ReleaseSlow(record::ThreadRecord& record, graph::LockId lock, bool ours, Native native) noexcept {
  const auto id = static_cast<std::uint64_t>(lock);
  if (id == 0) return native();
  if (record::FindHeld(record, id) < 0) {
    // Said before it is done: another thread may hold the lock meanwhile.
    if (!ours) record::NotHeldSlow(record, lock);
    return native();
  }
  if (record::ReEnter(record, id, -1)) return native();
  const int result = native();
  if (result == 0) record::PopAt(record, record::FindHeld(record, id));
  return result;
}

inline void DestroysHeldSlow(graph::LockId lock) noexcept {
  if (lock != graph::LockId::kNone) record::ReportIfHeldSlow(lock);
}

}  // namespace snarl::preload
