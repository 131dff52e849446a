// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/polling.h"

#include "snarl/record/stack_table.h"

namespace snarl::record {

void NotePollStackSlow(ThreadRecord& record) noexcept {
  record.polls.stack.store(CaptureStack(), std::memory_order_relaxed);
}

}  // namespace snarl::record
