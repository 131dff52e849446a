// SPDX-License-Identifier: Apache-2.0
//
// What the lock-order graph is told, and the cycles that it answers with. Values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "snarl/graph/ids.h"

namespace snarl::graph {

// A lock in somebody's hand: which, how, where it was taken, and in which segment of the thread's life.
struct Held {
  LockId lock = LockId::kNone;
  bool shared = false;
  StackId taken_at = StackId::kNone;
  SegmentId segment = SegmentId::kNone;
};

// "`thread`, holding `held`, requests `lock` at `at`." REQUIRES: `lock` is not among `held`, which has no lock twice.
struct Request {
  ThreadId thread = ThreadId::kNone;
  LockId lock = LockId::kNone;
  bool shared = false;
  // A queued writer makes a reader wait for readers (absl::Mutex; not glibc's rwlock). REQUIRES: always the same of one lock.
  bool readers_block_readers = false;
  StackId at = StackId::kNone;
  SegmentId segment = SegmentId::kNone;
  // The caller no longer follows what is handed over to this thread (by semaphores or barriers), so its segment may miss an
  // order. What the thread is already known to do is then not recorded again: the earlier, followed instance counts.
  bool hand_over_capped = false;
  std::span<const Held> held;
};

// One edge of a cycle: `thread` holds `held` (which the edge before requests) and requests `wanted`.
struct OrderEdge {
  ThreadId thread = ThreadId::kNone;
  Held held;
  LockId wanted = LockId::kNone;
  bool wanted_shared = false;
  StackId wanted_at = StackId::kNone;
};
using Cycle = std::vector<OrderEdge>;

// Why a cycle is no deadlock, see order_graph.h.
enum class Reason : std::uint8_t { kOneThread, kGateLock, kReaders, kOrdered };

struct DismissedCycle {
  Cycle cycle;
  Reason reason = Reason::kOneThread;
  LockId gate = LockId::kNone;  // for kGateLock
};

}  // namespace snarl::graph
