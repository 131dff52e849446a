// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/waiting.h"

#include <cstddef>

#include "snarl/record/clock.h"
#include "snarl/record/start.h"
#include "snarl/record/stir.h"

namespace snarl::record {

constinit std::atomic<void (*)(ThreadRecord&, const WaitNow&) noexcept> on_wait = nullptr;
constinit Stirred stirred;

// A seqlock with one writer: odd while the fields are valid, so that a reader who sees the same odd number before and after
// has read one wait. The fields are stored before it turns odd and never while it is; each is a release, so that whoever sees
// a field of the next wait also sees that this one has ended.
void BeginWait(ThreadRecord& record, const WaitNow& wait) noexcept {
  WaitSlot& slot = record.wait;
  slot.lock.store(wait.lock, std::memory_order_release);
  slot.with.store(wait.with, std::memory_order_release);
  slot.stack.store(static_cast<std::uint32_t>(wait.stack), std::memory_order_release);
  slot.kind.store(wait.kind, std::memory_order_release);
  slot.shared.store(wait.shared, std::memory_order_release);
  slot.timed.store(wait.timed, std::memory_order_release);
  slot.rechecked.store(wait.rechecked, std::memory_order_release);
  slot.since_ns.store(NowNs(), std::memory_order_release);
  slot.seq.store(slot.seq.load(std::memory_order_relaxed) | 1, std::memory_order_release);
  Stir(stirred.waits);
  StartWatching();
  if (const auto tell = on_wait.load(std::memory_order_relaxed)) tell(record, wait);
}

void EndWait(ThreadRecord& record) noexcept {
  std::atomic<std::uint64_t>& seq = record.wait.seq;
  const std::uint64_t now = seq.load(std::memory_order_relaxed);
  if ((now & 1) == 0) return;
  seq.store(now + 1, std::memory_order_release);
  Stir(stirred.waits);
}

bool ReadWait(const ThreadRecord& record, WaitNow& wait, std::uint64_t& seq, std::int64_t& since_ns) noexcept {
  const WaitSlot& slot = record.wait;
  seq = slot.seq.load(std::memory_order_acquire);
  if ((seq & 1) == 0) return false;
  wait.lock = slot.lock.load(std::memory_order_acquire);
  wait.with = slot.with.load(std::memory_order_acquire);
  wait.stack = static_cast<graph::StackId>(slot.stack.load(std::memory_order_acquire));
  wait.kind = slot.kind.load(std::memory_order_acquire);
  wait.shared = slot.shared.load(std::memory_order_acquire);
  wait.timed = slot.timed.load(std::memory_order_acquire);
  wait.rechecked = slot.rechecked.load(std::memory_order_acquire);
  since_ns = slot.since_ns.load(std::memory_order_acquire);
  return slot.seq.load(std::memory_order_acquire) == seq;
}

void AttemptFailed(ThreadRecord& record, std::uint64_t wanted, graph::StackId stack) noexcept {
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed);
  if (depth == 0) return;
  AttemptSlot* slot = nullptr;
  for (AttemptSlot& attempt : record.attempts) {
    if (attempt.wanted.load(std::memory_order_relaxed) == wanted) slot = &attempt;
  }
  if (slot == nullptr) {
    // The one that failed least makes room.
    slot = &record.attempts[0];
    for (AttemptSlot& attempt : record.attempts) {
      if (attempt.wanted.load(std::memory_order_relaxed) == 0) {
        slot = &attempt;
        break;
      }
      if (attempt.failures.load(std::memory_order_relaxed) < slot->failures.load(std::memory_order_relaxed))
        slot = &attempt;
    }
    slot->failures.store(0, std::memory_order_relaxed);
    slot->since_ns.store(NowNs(), std::memory_order_relaxed);
    slot->wanted.store(wanted, std::memory_order_relaxed);
  }
  const HeldSlot* held = record.held.load(std::memory_order_relaxed);
  for (std::size_t i = 0; i < AttemptSlot::kHeld; ++i) {
    const std::uint64_t lock = i < depth ? held[depth - 1 - i].lock.load(std::memory_order_relaxed) : 0;
    slot->held[i].store(lock, std::memory_order_relaxed);
  }
  slot->stack.store(static_cast<std::uint32_t>(stack), std::memory_order_relaxed);
  slot->failures.store(slot->failures.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  record.attempts_open = true;
  Stir(stirred.attempts);
  StartWatching();
}

void AttemptSucceeded(ThreadRecord& record, std::uint64_t wanted) noexcept {
  bool open = false;
  for (AttemptSlot& attempt : record.attempts) {
    const std::uint64_t lock = attempt.wanted.load(std::memory_order_relaxed);
    if (lock == wanted) attempt.wanted.store(0, std::memory_order_release);
    open = open || (lock != 0 && lock != wanted);
  }
  record.attempts_open = open;
}

}  // namespace snarl::record
