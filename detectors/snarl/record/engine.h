// SPDX-License-Identifier: Apache-2.0
//
// The one lock-order graph of the process, its lock, and what is done with its answers. Only new chains come here.
//
// Thread safety: any thread; one absl::Mutex inside. Cost: microseconds, per new chain.
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/graph/ids.h"
#include "snarl/graph/order_graph.h"
#include "snarl/record/hooks.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

// "`record`'s thread, with what it has in hand, requests `lock` at `at`." A cycle that this closes is reported at once where
// `granted`; otherwise it is kept until the thread gets the lock (Settle), so that a deadlock which now really happens is
// reported as that and not twice.
void EnterOrder(ThreadRecord& record, graph::LockId lock, Mode mode, graph::StackId at, bool granted);

// The thread got the lock that it waited for: what was kept for it did not hang, and is reported.
void Settle(ThreadRecord& record);

// These threads hang in a reported deadlock: what was kept for them is that deadlock.
void ForgetPending(const std::vector<graph::ThreadId>& threads);

// The end of the process: whatever is still kept is reported.
void SettleAll();

void LockGone(graph::LockId lock);

// For the document's stats.
void CountEngine();

}  // namespace snarl::record
