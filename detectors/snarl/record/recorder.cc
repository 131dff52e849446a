// SPDX-License-Identifier: Apache-2.0
//
// The hooks of an acquisition and a release (hooks.h). First the hot path, which fits a screen, then what it calls on a miss.
#include <new>

#include "snarl/record/chain.h"
#include "snarl/record/clock.h"
#include "snarl/record/engine.h"
#include "snarl/record/hooks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/record/misuse.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/start.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

// A chain that is not in the cache. One met for the first time: find out where, and enter its orders.
[[gnu::noinline]] graph::StackId LearnSlow(ThreadRecord& record, std::uint64_t lock, Mode mode, How how,
                                           std::uint64_t key, std::uint64_t site, bool granted) noexcept {
  const graph::StackId stack = StackAtSlow(record, site);
  if (how == How::kBlocking && record.depth.load(std::memory_order_relaxed) != 0) {
    EnterOrder(record, static_cast<graph::LockId>(lock), mode, stack, granted);
  }
  KeepSlow(record, key, stack);
  return stack;
}

[[gnu::noinline]] std::uint64_t RegisterSlow(ThreadRecord& record, LockTag& lock, std::uint64_t site) noexcept {
  return static_cast<std::uint64_t>(Register(lock, StackAtSlow(record, site)));
}

bool MayReEnter(const LockTag& lock, Mode mode) noexcept {
  return lock.kind() == LockKind::kRecursiveMutex || mode == Mode::kShared;
}

[[gnu::noinline]] void AcquiredSlow(LockTag& lock, Mode mode, How how, Site from, const void* return_address) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  const std::uint64_t site = SiteKey(*record, return_address, from);
  if (id == 0) id = RegisterSlow(*record, lock, site);
  if (MayReEnter(lock, mode) && ReEnter(*record, id, +1)) return;
  const std::uint64_t key = KeyToKnow(*record, id, mode, how, site);
  const std::uint64_t pushed = KeyToPush(*record, key, id, how);
  graph::StackId stack = graph::StackId::kNone;
  if (!IsKnown(*record, key, stack)) stack = LearnSlow(*record, id, mode, how, key, site, /*granted=*/true);
  Push(*record, id, mode, stack, pushed);
  if (record->attempts_open) AttemptSucceeded(*record, id);
}

[[gnu::noinline]] void ReleasedSlow(LockTag& lock, Mode mode) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  const int place = FindHeld(*record, id);
  if (place < 0) {
    NotHeldSlow(*record, static_cast<graph::LockId>(id));
    return;
  }
  if (MayReEnter(lock, mode) && ReEnter(*record, id, -1)) return;
  PopAt(*record, place);
}

}  // namespace

// ---- the hot path: no call but the last, so that nothing has to be saved for one ----

void Acquired(LockTag& lock, Mode mode, How how, Site from) noexcept {
  ThreadRecord* record = self;
  const std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  const bool plain = record != nullptr && id != 0 && !MayReEnter(lock, mode) && from.frame == nullptr;
  if (plain && HasRoom(*record) && !record->attempts_open) [[likely]] {
    const std::uint64_t site = SiteKey(__builtin_return_address(0), from);
    const std::uint64_t key = KeyToKnow(*record, id, mode, how, site);
    if (const KnownPlace* known = record->known.Find(key)) [[likely]] {
      PushInRoom(*record, id, mode, known->stack(), KeyToPush(*record, key, id, how));
      return;
    }
  }
  AcquiredSlow(lock, mode, how, from, __builtin_return_address(0));
}

void Released(LockTag& lock, Mode mode, Site) noexcept {
  ThreadRecord* record = self;
  if (record != nullptr && IsTopOnce(*record, lock.id.load(std::memory_order_relaxed))) [[likely]] {
    PopTop(*record);
    return;
  }
  ReleasedSlow(lock, mode);
}

// ---- the rest ----

void WillBlock(LockTag& lock, Mode mode, How how, Site from) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  const std::uint64_t site = SiteKey(*record, __builtin_return_address(0), from);
  if (id == 0) id = RegisterSlow(*record, lock, site);
  const std::uint64_t key = KeyToKnow(*record, id, mode, how, site);
  const std::uint64_t pushed = KeyToPush(*record, key, id, how);
  graph::StackId stack = graph::StackId::kNone;
  if (const int place = FindHeld(*record, id); place >= 0) {
    if (lock.kind() == LockKind::kRecursiveMutex) return;
    stack = CaptureStack();
    if (how == How::kBlocking) ReportSelfWaitSlow(*record, static_cast<graph::LockId>(id), place, mode, stack);
  } else if (!IsKnown(*record, key, stack)) {
    stack = LearnSlow(*record, id, mode, how, key, site, /*granted=*/false);
  }
  record->wait_key = pushed;
  record->wait_stack = stack;
  BeginWait(*record, {id, 0, stack, WaitKind::kLock, mode == Mode::kShared, how == How::kTimed, false});
}

void Granted(LockTag& lock, Mode mode, How, Site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  if (MayReEnter(lock, mode) && ReEnter(*record, id, +1)) {
    EndWait(*record);
    return;
  }
  EndWait(*record);
  Push(*record, id, mode, record->wait_stack, record->wait_key);
  if (record->inversion_pending) Settle(*record);
  if (record->attempts_open) AttemptSucceeded(*record, id);
}

void GaveUp(LockTag& lock, Mode, Site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  EndWait(*record);
  AttemptFailed(*record, lock.id.load(std::memory_order_relaxed), record->wait_stack);
}

void TryFailed(LockTag& lock, Mode mode, Site from) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  // A lone attempt waits for nobody that waits for it.
  if (record->depth.load(std::memory_order_relaxed) == 0) return;
  std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  const std::uint64_t site = SiteKey(*record, __builtin_return_address(0), from);
  if (id == 0) id = RegisterSlow(*record, lock, site);
  const std::uint64_t key = ChainKey(*record, id, mode, How::kTry, site);
  graph::StackId stack = graph::StackId::kNone;
  if (!IsKnown(*record, key, stack)) stack = LearnSlow(*record, id, mode, How::kTry, key, site, /*granted=*/false);
  AttemptFailed(*record, id, stack);
}

void Destroyed(LockTag& lock) noexcept {
  const std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  if (id == 0) return;
  ReportIfHeldSlow(static_cast<graph::LockId>(id));
  const LockEntry* entry = Find(static_cast<graph::LockId>(id));
  if (entry != nullptr && entry->in_graph.load(std::memory_order_relaxed)) LockGone(static_cast<graph::LockId>(id));
  Forget(lock);
}

bool Holds(const LockTag& lock) noexcept {
  const ThreadRecord* record = self;
  const std::uint64_t id = lock.id.load(std::memory_order_relaxed);
  return record != nullptr && id != 0 && FindHeld(*record, id) >= 0;
}

bool HoldsShared(const LockTag& lock) noexcept {
  if (!Holds(lock)) return false;
  const int place = FindHeld(*self, lock.id.load(std::memory_order_relaxed));
  return HeldMode(self->held.load(std::memory_order_relaxed)[place].info.load(std::memory_order_relaxed)) ==
         Mode::kShared;
}

void KeepSlow(ThreadRecord& record, std::uint64_t key, graph::StackId stack) noexcept {
  const report::Guest guest;
  record.known.Keep({key, stack, 0});
}

graph::StackId StackAtSlow(ThreadRecord& record, std::uint64_t site) noexcept {
  const std::uint64_t key = PlaceKey(site);
  graph::StackId stack = graph::StackId::kNone;
  if (IsKnown(record, key, stack)) return stack;
  stack = CaptureStack();
  KeepSlow(record, key, stack);
  return stack;
}

bool GrowSlow(ThreadRecord& record) noexcept {
  // A signal handler that locks, in the middle of a hook: our memory may be busy with its own thread.
  if (report::Guest::inside()) return false;
  const report::Guest guest;
  // The old array stays: the watching thread may be reading it. Doubling keeps the sum of all below the next.
  auto* larger = new (std::nothrow) HeldSlot[std::size_t{record.capacity} * 2];
  if (larger == nullptr) {
    memory_is_out = true;
    return false;
  }
  const HeldSlot* smaller = record.held.load(std::memory_order_relaxed);
  for (std::uint32_t i = 0; i < record.capacity; ++i) {
    larger[i].lock.store(smaller[i].lock.load(std::memory_order_relaxed), std::memory_order_relaxed);
    larger[i].info.store(smaller[i].info.load(std::memory_order_relaxed), std::memory_order_relaxed);
    larger[i].key_before = smaller[i].key_before;
    larger[i].segment = smaller[i].segment;
  }
  if (smaller != record.inline_held.data()) record.outgrown.push_back(smaller);
  record.held.store(larger, std::memory_order_release);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  record.capacity *= 2;
  return true;
}

}  // namespace snarl::record
