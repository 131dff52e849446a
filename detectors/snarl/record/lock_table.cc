// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/lock_table.h"

#include <array>
#include <bit>
#include <exception>
#include <new>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/lasting.h"
#include "snarl/record/memory.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

// Chunk c holds kFirst << c entries: no lock count is too large, and no entry ever moves.
constexpr std::uint32_t kFirst = 1024;
constexpr std::size_t kChunks = 22;

struct Table {
  absl::Mutex mutex;
  std::vector<std::uint32_t> free ABSL_GUARDED_BY(mutex);
  std::uint32_t next ABSL_GUARDED_BY(mutex) = 0;
  std::array<std::atomic<LockEntry*>, kChunks> chunks = {};
  std::atomic<std::size_t> alive{0};
};

Table& TheTable() { return Lasting<Table>(); }

LockEntry* NewChunk(std::size_t chunk) { return new (std::nothrow) LockEntry[std::size_t{kFirst} << chunk]; }

LockEntry* Slot(std::uint32_t index) noexcept {
  const auto chunk = static_cast<std::size_t>(std::bit_width(index / kFirst + 1) - 1);
  const std::uint32_t start = kFirst * ((1U << chunk) - 1);
  LockEntry* entries = TheTable().chunks[chunk].load(std::memory_order_acquire);
  return entries == nullptr ? nullptr : entries + (index - start);
}

}  // namespace

namespace {

graph::LockId AddLocked(Table& table, LockKind kind, const char* name, const void* address, graph::StackId made)
    ABSL_EXCLUSIVE_LOCKS_REQUIRED(table.mutex) {
  std::uint32_t index = 0;
  if (table.free.empty()) {
    index = table.next;
    const auto chunk = static_cast<std::size_t>(std::bit_width(index / kFirst + 1) - 1);
    if (table.chunks[chunk].load(std::memory_order_relaxed) == nullptr) {
      LockEntry* entries = NewChunk(chunk);
      if (entries == nullptr) {
        memory_is_out = true;
        return graph::LockId::kNone;
      }
      table.chunks[chunk].store(entries, std::memory_order_release);
    }
    ++table.next;
  } else {
    index = table.free.back();
    table.free.pop_back();
  }
  LockEntry& entry = *Slot(index);
  entry.kind = kind;
  entry.name = name;
  entry.address = address;
  entry.made = made;
  entry.trail.store(0, std::memory_order_relaxed);
  const std::uint32_t generation = entry.generation.load(std::memory_order_relaxed) + 1;
  entry.generation.store(generation, std::memory_order_relaxed);
  entry.alive.store(true, std::memory_order_release);
  table.alive.fetch_add(1, std::memory_order_relaxed);
  return graph::MakeLockId(index, generation);
}

void Forget(Notifications& n) {
  n.waiters.store(0, std::memory_order_relaxed);
  n.count.store(0, std::memory_order_relaxed);
  for (auto& poster : n.posters) poster.store(0, std::memory_order_relaxed);
  n.more.store(false, std::memory_order_relaxed);
  n.waits_ended.store(0, std::memory_order_relaxed);
}

}  // namespace

graph::LockId Register(LockTag& tag, graph::StackId made) noexcept {
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  if (const std::uint64_t known = tag.id.load(std::memory_order_relaxed); known != 0) {
    return static_cast<graph::LockId>(known);
  }
  const graph::LockId id = AddLocked(table, tag.kind(), tag.name(), &tag, made);
  // The program ends here, as at any failed `new` of its own that it does not catch.
  if (id == graph::LockId::kNone) std::terminate();
  tag.id.store(static_cast<std::uint64_t>(id), std::memory_order_release);
  return id;
}

void Forget(LockTag& tag) noexcept {
  RemoveLock(static_cast<graph::LockId>(tag.id.exchange(0, std::memory_order_relaxed)));
}

graph::LockId AddLock(LockKind kind, const void* address, graph::StackId made) noexcept {
  if (memory_is_out.load(std::memory_order_relaxed)) return graph::LockId::kNone;
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  return AddLocked(table, kind, nullptr, address, made);
}

void RemoveLock(graph::LockId id) noexcept {
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  LockEntry& entry = *Slot(graph::Index(id));
  entry.alive.store(false, std::memory_order_release);
  entry.in_graph.store(false, std::memory_order_relaxed);
  if (Notifications* n = entry.notifications.load(std::memory_order_relaxed)) Forget(*n);
  table.free.push_back(graph::Index(id));
  table.alive.fetch_sub(1, std::memory_order_relaxed);
}

Notifications* NotificationsOf(graph::LockId lock) noexcept {
  LockEntry* entry = Find(lock);
  if (entry == nullptr) return nullptr;
  Notifications* known = entry->notifications.load(std::memory_order_acquire);
  if (known != nullptr) return known;
  const report::Guest guest;
  auto* made = new (std::nothrow) Notifications;
  if (made == nullptr || entry->notifications.compare_exchange_strong(known, made, std::memory_order_acq_rel)) {
    return made;
  }
  delete made;
  return known;
}

LockEntry* Find(graph::LockId lock) noexcept {
  if (lock == graph::LockId::kNone) return nullptr;
  LockEntry* entry = Slot(graph::Index(lock));
  if (entry == nullptr || !entry->alive.load(std::memory_order_acquire) ||
      entry->generation.load(std::memory_order_relaxed) != graph::Generation(lock)) {
    return nullptr;
  }
  return entry;
}

std::size_t LocksAlive() noexcept { return TheTable().alive.load(std::memory_order_relaxed); }

const char* KindName(LockKind kind) noexcept {
  switch (kind) {
    case LockKind::kMutex:
      return "mutex";
    case LockKind::kRecursiveMutex:
      return "recursive_mutex";
    case LockKind::kTimedMutex:
      return "timed_mutex";
    case LockKind::kSharedMutex:
      return "shared_mutex";
    case LockKind::kAbslMutex:
      return "absl::Mutex";
    case LockKind::kConditionVariable:
      return "condition_variable";
    case LockKind::kRobustMutex:
      return "robust_mutex";
    case LockKind::kRwlock:
    case LockKind::kWriterFirstRwlock:
      return "rwlock";
    case LockKind::kSpinLock:
      return "spin_lock";
    case LockKind::kSemaphore:
      return "semaphore";
    case LockKind::kBarrier:
      return "barrier";
    case LockKind::kFutex:
      return "futex";
    case LockKind::kFuture:
      return "future";
    case LockKind::kOnceFlag:
      return "once_flag";
    case LockKind::kStaticVariable:
      return "static variable";
    case LockKind::kThread:
      return "thread";
  }
  return "lock";
}

}  // namespace snarl::record
