// SPDX-License-Identifier: Apache-2.0
//
// The waits of one moment, and who could end each: read from what threads publish, and turned into a wait-for graph
// (graph/wait_graph.h). Nobody is stopped for it, so whoever finds something must see that it stood still.
//
// Thread safety: the watching thread only. Cost: ReadWaiters() a few loads a thread; WhoWaitsForWhom() some ten nanoseconds for
// each lock in a hand, and where a condition variable's mutex is held by a waiting thread, a small file read.
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/graph/wait_graph.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"

namespace snarl::probes {

// A thread that waits without a limit.
struct Waiter {
  const record::ThreadRecord* record = nullptr;
  graph::ThreadId thread = graph::ThreadId::kNone;
  record::WaitNow wait;
  std::uint64_t seq = 0;
  std::int64_t since_ns = 0;
  record::LockKind kind = record::LockKind::kMutex;  // of what it waits for
  bool woken = false;                                // by its condition variable; now it waits for the mutex
  std::uint64_t as_lock_since = 0;                   // a semaphore that is used as a lock, since when; 0: it is not

  [[nodiscard]] graph::LockId lock() const { return static_cast<graph::LockId>(woken ? wait.with : wait.lock); }
  [[nodiscard]] bool for_lock() const { return woken || wait.kind == record::WaitKind::kLock; }
  [[nodiscard]] bool StoodStill() const {
    return record->thread() == thread && record->wait.seq.load(std::memory_order_acquire) == seq;
  }
};

// How it is known who could end a wait.
enum class Known : std::uint8_t {
  kCertain,   // nobody else can: the holder, the thread that is joined
  kAsLock,    // who has the semaphore, which all use as a lock
  kInferred,  // from who did it before, all of whom were seen
  kGuessed,   // from who did it before, as far as that was seen
  kSupposed,  // nobody did it before; this one is kept from going on by the waiting thread itself
};

struct WaitsNow {
  std::vector<Waiter> waiters;
  // Of each waiter.
  std::vector<graph::Wait> waits;
  std::vector<Known> known;

  // The waits, and who ends them as far as it is known so well; of the others nobody knows.
  [[nodiscard]] std::vector<graph::Wait> As(Known at_least) const;
  // Where nobody is known to end a wait, those may be about to who wait for a lock of the waiting thread's: the way that a
  // notifier needs the lock which the waiter holds. Only where no thread can go on, and somebody must be to blame.
  void Suppose();
};

// All threads that wait without a limit. `everybody`: no thread that we know of does anything else.
[[nodiscard]] std::vector<Waiter> ReadWaiters(bool& everybody);
[[nodiscard]] WaitsNow WhoWaitsForWhom(std::vector<Waiter> waiters);

// Whether no thread of the process is able to do anything: all of them are `waiters`, asleep and in the same wait at two looks,
// and nothing from outside ends any of these waits. Takes some milliseconds between the looks.
[[nodiscard]] bool NobodyCanGoOn(const std::vector<Waiter>& waiters);

}  // namespace snarl::probes
