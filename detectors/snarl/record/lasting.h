// SPDX-License-Identifier: Apache-2.0
//
// A table that lasts: the one `Table` of the process, made at its first use. It is never destroyed, since threads may still lock
// while statics are; and its `mutex` is held across a fork, so that the child finds it whole ("snarl/record/fork_locks.h").
//
//   struct Table { absl::Mutex mutex; … };
//   const absl::MutexLock lock(&Lasting<Table>().mutex);
//
// Thread safety: any thread. Cost: the guard of a local static, one load.
#pragma once

#include "snarl/record/fork_locks.h"

namespace snarl::record {

template <class Table>
Table& Lasting() {
  static Table& table = *[] {
    auto* made = new Table;
    HoldAcrossFork(made->mutex);
    return made;
  }();
  return table;
}

}  // namespace snarl::record
