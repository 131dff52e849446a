// SPDX-License-Identifier: Apache-2.0
//
// Every watched lock and condition variable of the process, by its id. A slot is used anew when its lock is destroyed; the
// generation in the id then tells the next one from the last.
//
// Thread safety: any thread. Find() takes no lock; Register() and Forget() take a short one. Slots never move and never go.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"

namespace snarl::record {

// Who notified a condition variable, woke others at a futex, or arrived at a barrier. Threads beyond kPosters only set `more`.
struct Notifications {
  static constexpr std::size_t kPosters = 8;
  std::atomic<std::uint32_t> waiters{0};
  std::atomic<std::uint64_t> count{0};
  std::atomic<std::int64_t> last_ns{0};
  std::atomic<std::uint32_t> last_stack{0};
  std::atomic<std::uint64_t> last_thread{0};
  std::atomic<std::uint32_t> last_waiters{0};
  std::atomic<bool> last_to_all{false};
  std::atomic<std::uint64_t> last_under{0};  // the lock that the notifier took last, if it held one
  std::atomic<std::uint32_t> waits_ended{0};
  std::atomic<std::uint32_t> parties{0};  // of a barrier: how many must arrive
  std::atomic<std::uint64_t> posters[kPosters] = {};
  std::atomic<bool> more{false};
};

struct LockEntry {
  std::atomic<std::uint32_t> generation{0};  // 0: never used; odd or even alike, 0 only before the first
  std::atomic<bool> alive{false};
  std::atomic<bool> in_graph{false};
  LockKind kind = LockKind::kMutex;
  const char* name = nullptr;
  const void* address = nullptr;  // of the lock, or of what carries its tag
  graph::StackId made = graph::StackId::kNone;
  std::atomic<std::uint32_t> trail{0};                 // how it was reached there (trail_table.h); 0: not known
  std::atomic<Notifications*> notifications{nullptr};  // made at the first need, kept for the slot's next occupants
};

static_assert(sizeof(LockEntry) <= 40, "docs/cost.md says so");

// The id of the lock that carries this tag, given at its first use, which was at `made`.
graph::LockId Register(LockTag& tag, graph::StackId made) noexcept;
// REQUIRES: registered. The id is dead from here on.
void Forget(LockTag& tag) noexcept;

// The same for locks without a tag. kNone where there is no memory for it.
[[nodiscard]] graph::LockId AddLock(LockKind kind, const void* address, graph::StackId made) noexcept;
void RemoveLock(graph::LockId lock) noexcept;

// What is known of the notifications of a condition variable; null where the lock is gone or there is no memory.
[[nodiscard]] Notifications* NotificationsOf(graph::LockId lock) noexcept;
// The lock's entry; null where the lock is gone.
[[nodiscard]] LockEntry* Find(graph::LockId lock) noexcept;

[[nodiscard]] std::size_t LocksAlive() noexcept;
[[nodiscard]] const char* KindName(LockKind kind) noexcept;

}  // namespace snarl::record
