// SPDX-License-Identifier: Apache-2.0
//
// The hooks of condition variables and of waits for a condition (hooks.h): a wait is a release, a sleep, and a taking anew
// under whatever else is held.
#include "snarl/record/chain.h"
#include "snarl/record/clock.h"
#include "snarl/record/engine.h"
#include "snarl/record/hooks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

std::uint64_t IdOf(LockTag& tag) noexcept {
  const std::uint64_t id = tag.id.load(std::memory_order_relaxed);
  return id != 0 ? id : static_cast<std::uint64_t>(Register(tag));
}

void AddPoster(Notifications& notifications, std::uint64_t thread) noexcept {
  for (auto& poster : notifications.posters) {
    std::uint64_t known = poster.load(std::memory_order_relaxed);
    if (known == thread) return;
    if (known == 0 && poster.compare_exchange_strong(known, thread, std::memory_order_relaxed)) return;
    if (known == thread) return;
  }
  notifications.more.store(true, std::memory_order_relaxed);
}

}  // namespace

void WillWait(LockTag* condition, LockTag& lock, Mode mode, bool timed, bool rechecked, Site site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t id = IdOf(lock);
  const std::uint64_t waits_for = condition != nullptr ? IdOf(*condition) : id;
  if (const int place = FindHeld(*record, id); place >= 0) PopAt(*record, place);
  // The taking anew is a blocking request under what is still held. Its orders are entered now, before the sleep.
  const std::uint64_t key =
      ChainKey(*record, id, mode, How::kBlocking, SiteKey(*record, __builtin_return_address(0), site));
  graph::StackId stack = graph::StackId::kNone;
  if (!IsKnown(*record, key, stack)) {
    stack = CaptureStack();
    if (record->depth.load(std::memory_order_relaxed) != 0) {
      EnterOrder(*record, static_cast<graph::LockId>(id), mode, stack, /*granted=*/false);
    }
    Remember(*record, key, stack);
  }
  record->wait_key = key;
  record->wait_stack = stack;
  if (condition != nullptr) {
    if (LockEntry* entry = Find(static_cast<graph::LockId>(waits_for))) {
      entry->notifications.waiters.fetch_add(1, std::memory_order_relaxed);
    }
  }
  BeginWait(*record, {waits_for, id, stack, condition != nullptr ? WaitKind::kNotification : WaitKind::kCondition,
                      mode == Mode::kShared, timed, rechecked});
}

void Woke(LockTag* condition, LockTag& lock, Mode mode, Site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  EndWait(*record);
  if (condition != nullptr) {
    if (LockEntry* entry = Find(static_cast<graph::LockId>(IdOf(*condition)))) {
      entry->notifications.waiters.fetch_sub(1, std::memory_order_relaxed);
    }
  }
  Push(*record, IdOf(lock), mode, record->wait_stack, record->wait_key);
  if (record->inversion_pending) Settle(*record);
}

void Notified(LockTag& condition, bool, Site site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  LockEntry* entry = Find(static_cast<graph::LockId>(IdOf(condition)));
  if (entry == nullptr) return;
  record->noted = true;
  Notifications& notifications = entry->notifications;
  AddPoster(notifications, record->id.load(std::memory_order_relaxed));
  notifications.last_ns.store(NowNs(), std::memory_order_relaxed);
  notifications.last_thread.store(record->id.load(std::memory_order_relaxed), std::memory_order_relaxed);
  notifications.last_waiters.store(notifications.waiters.load(std::memory_order_relaxed), std::memory_order_relaxed);
  notifications.last_stack.store(StackHere(site), std::memory_order_relaxed);
  notifications.count.fetch_add(1, std::memory_order_release);
}

std::uint32_t StackHere(Site site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return 0;
  // A place outside any chain: keyed by the site alone, told apart from chains by the constant.
  const std::uint64_t key = Mix(0x736e61726c2e6865U, SiteKey(*record, __builtin_return_address(0), site)) | 1;
  graph::StackId stack = graph::StackId::kNone;
  if (!IsKnown(*record, key, stack)) {
    stack = CaptureStack();
    Remember(*record, key, stack);
  }
  return static_cast<std::uint32_t>(stack);
}

}  // namespace snarl::record
