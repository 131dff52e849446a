// SPDX-License-Identifier: Apache-2.0
//
// What a thread publishes while it waits or keeps failing, for the watching thread to read. Called by the record's own
// thread only, unless said; nothing here takes a lock.
#pragma once

#include <atomic>
#include <cstdint>

#include "snarl/graph/ids.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

struct WaitNow {
  std::uint64_t lock = 0;
  std::uint64_t with = 0;
  graph::StackId stack = graph::StackId::kNone;
  WaitKind kind = WaitKind::kLock;
  bool shared = false;
  bool timed = false;
  bool rechecked = false;
};
void BeginWait(ThreadRecord& record, const WaitNow& wait) noexcept;
// Called at the beginning of every wait, where there is somebody to be told of them.
extern std::atomic<void (*)(ThreadRecord& record, const WaitNow& wait) noexcept> on_wait;
void EndWait(ThreadRecord& record) noexcept;
[[nodiscard]] inline bool IsWaiting(const ThreadRecord& record) noexcept {
  return (record.wait.seq.load(std::memory_order_relaxed) & 1) != 0;
}

// What `record` waits for, consistently; false where it waits for nothing or moved meanwhile. From any thread.
bool ReadWait(const ThreadRecord& record, WaitNow& wait, std::uint64_t& seq, std::int64_t& since_ns) noexcept;

// `record`'s thread failed to get `wanted` by a try or a timed lock. Only attempts made while holding something count.
void AttemptFailed(ThreadRecord& record, std::uint64_t wanted, graph::StackId stack) noexcept;
void AttemptSucceeded(ThreadRecord& record, std::uint64_t wanted) noexcept;

}  // namespace snarl::record
