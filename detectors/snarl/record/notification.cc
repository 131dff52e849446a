// SPDX-License-Identifier: Apache-2.0
//
// The hooks of condition variables and of waits for a condition (hooks.h): a wait is a release, a sleep, and a taking anew
// under whatever else is held.
#include "snarl/record/notification.h"
#include "snarl/record/chain.h"
#include "snarl/record/clock.h"
#include "snarl/record/engine.h"
#include "snarl/record/hooks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

std::uint64_t IdOf(ThreadRecord& record, LockTag& tag, std::uint64_t site) noexcept {
  const std::uint64_t id = tag.id.load(std::memory_order_relaxed);
  return id != 0 ? id : static_cast<std::uint64_t>(Register(tag, StackAtSlow(record, site)));
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

void WillWait(LockTag* condition, LockTag& lock, Mode mode, bool timed, bool rechecked, Site from) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t site = SiteKey(*record, __builtin_return_address(0), from);
  const std::uint64_t id = IdOf(*record, lock, site);
  const std::uint64_t waits_for = condition != nullptr ? IdOf(*record, *condition, site) : id;
  if (const int place = FindHeld(*record, id); place >= 0) PopAt(*record, place);
  // The taking anew is a blocking request under what is still held. Its orders are entered now, before the sleep.
  const std::uint64_t key = ChainKey(*record, id, mode, How::kBlocking, site);
  graph::StackId stack = graph::StackId::kNone;
  if (!IsKnown(*record, key, stack)) {
    stack = StackAtSlow(*record, site);
    if (record->depth.load(std::memory_order_relaxed) != 0) {
      EnterOrder(*record, static_cast<graph::LockId>(id), mode, stack, /*granted=*/false);
    }
    KeepSlow(*record, key, stack);
  }
  record->wait_key = key;
  record->wait_stack = stack;
  BeginNotificationWait(*record, condition != nullptr ? static_cast<graph::LockId>(waits_for) : graph::LockId::kNone,
                        static_cast<graph::LockId>(id), mode, timed, rechecked);
}

void Woke(LockTag* condition, LockTag& lock, Mode mode, Site) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t waited_for = condition != nullptr ? condition->id.load(std::memory_order_relaxed) : 0;
  EndNotificationWait(*record, static_cast<graph::LockId>(waited_for),
                      static_cast<graph::LockId>(lock.id.load(std::memory_order_relaxed)), mode);
}

void Notified(LockTag& condition, bool all, Site from) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  const std::uint64_t site = SiteKey(*record, __builtin_return_address(0), from);
  NoteNotification(*record, static_cast<graph::LockId>(IdOf(*record, condition, site)), site, all);
}

void BeginNotificationWait(ThreadRecord& record, graph::LockId condition, graph::LockId lock, Mode mode, bool timed,
                           bool rechecked) noexcept {
  const bool notified = condition != graph::LockId::kNone;
  if (notified) {
    if (Notifications* notifications = NotificationsOf(condition)) {
      notifications->waiters.fetch_add(1, std::memory_order_relaxed);
    }
  }
  BeginWait(record, {static_cast<std::uint64_t>(notified ? condition : lock), static_cast<std::uint64_t>(lock),
                     record.wait_stack, notified ? WaitKind::kNotification : WaitKind::kCondition,
                     mode == Mode::kShared, timed, rechecked});
}

void EndNotificationWait(ThreadRecord& record, graph::LockId condition) noexcept {
  EndWait(record);
  if (condition == graph::LockId::kNone) return;
  if (Notifications* notifications = NotificationsOf(condition)) {
    notifications->waiters.fetch_sub(1, std::memory_order_relaxed);
    notifications->waits_ended.fetch_add(1, std::memory_order_relaxed);
  }
}

void EndNotificationWait(ThreadRecord& record, graph::LockId condition, graph::LockId lock, Mode mode) noexcept {
  EndNotificationWait(record, condition);
  Push(record, static_cast<std::uint64_t>(lock), mode, record.wait_stack, record.wait_key);
  if (record.inversion_pending) Settle(record);
}

void NoteArrival(ThreadRecord& record, graph::LockId barrier, unsigned parties) noexcept {
  Notifications* known = NotificationsOf(barrier);
  if (known == nullptr) return;
  known->parties.store(parties, std::memory_order_relaxed);
  AddPoster(*known, record.id.load(std::memory_order_relaxed));
}

void NoteNotification(ThreadRecord& record, graph::LockId condition, std::uint64_t site, bool all) noexcept {
  Notifications* known = NotificationsOf(condition);
  if (known == nullptr) return;
  record.noted = true;
  const std::uint64_t thread = record.id.load(std::memory_order_relaxed);
  AddPoster(*known, thread);
  known->last_ns.store(NowNs(), std::memory_order_relaxed);
  known->last_thread.store(thread, std::memory_order_relaxed);
  known->last_waiters.store(known->waiters.load(std::memory_order_relaxed), std::memory_order_relaxed);
  known->last_to_all.store(all, std::memory_order_relaxed);
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed);
  const HeldSlot* held = record.held.load(std::memory_order_relaxed);
  known->last_under.store(depth == 0 ? 0 : held[depth - 1].lock.load(std::memory_order_relaxed),
                          std::memory_order_relaxed);
  known->last_stack.store(static_cast<std::uint32_t>(StackAtSlow(record, site)), std::memory_order_relaxed);
  known->count.fetch_add(1, std::memory_order_release);
}

std::uint32_t StackHere(Site from) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return 0;
  return static_cast<std::uint32_t>(StackAtSlow(*record, SiteKey(*record, __builtin_return_address(0), from)));
}

}  // namespace snarl::record
