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
void ThreadGone(graph::ThreadId thread);

// Segments (graph/segments.h): a new one after `before` and, where given, after `also_before`.
[[nodiscard]] graph::SegmentId NewSegment(graph::SegmentId before = graph::SegmentId::kNone,
                                          graph::SegmentId also_before = graph::SegmentId::kNone);
// The record's thread goes on in a new segment, after its last one and `also_before`. Called on that thread.
void NextSegment(ThreadRecord& record, graph::SegmentId also_before = graph::SegmentId::kNone);

// In a forked child: the parent's orders were made by threads that are not here.
void ForgetOrders();

// For the document's stats.
void CountEngine();

}  // namespace snarl::record
