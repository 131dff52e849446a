// SPDX-License-Identifier: Apache-2.0
//
// Bugs that are certain on the spot, without the watching thread: a thread that waits for itself, an unlock by somebody who
// does not hold the lock, the destruction of a held lock, the end of a thread that holds one.
//
// Thread safety: each is called on the thread that does it. Cost: only where something is wrong, except ReportIfHeldSlow(),
// which looks through what the threads hold: some nanoseconds a thread, at every destruction of a lock that was ever used.
#pragma once

#include <cstdint>

#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/finding.h"
#include "snarl/report/sink.h"

namespace snarl::record {

// `record`'s thread is about to wait at `at` for `lock`, which it holds itself (at `place` in its hand).
void ReportSelfWaitSlow(ThreadRecord& record, graph::LockId lock, int place, Mode wanted, graph::StackId at) noexcept;

// `record`'s thread releases `lock` without holding it. kNone for a lock that was never used.
void NotHeldSlow(ThreadRecord& record, graph::LockId lock) noexcept;

// `lock` is being destroyed.
void ReportIfHeldSlow(graph::LockId lock) noexcept;

// `record`'s thread is ending.
void ReportOrphans(const ThreadRecord& record);

// Whether a thread ended while it held `lock`, and whether that was said.
enum class Orphaned : std::uint8_t { kNo, kReported, kSuppressed };
[[nodiscard]] Orphaned WasOrphaned(graph::LockId lock);

// A finding that certain threads can never go on: delivered, then on_deadlock= is obeyed, unless it was suppressed.
report::Delivered DeliverHang(report::Finding finding);
// on_deadlock= alone, where the finding was delivered before.
void ObeyOnDeadlock();

}  // namespace snarl::record
