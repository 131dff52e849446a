// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/trail_table.h"

#include <cstdint>
#include <deque>
#include <new>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/lasting.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/report/guest.h"

namespace snarl::record {

constinit std::atomic<bool> trails_wanted{false};
constinit std::atomic<void (*)(graph::LockId)> note_trail_here{nullptr};

namespace {

struct Table {
  absl::Mutex mutex;
  // A deque never moves its elements, so the keys of the map may look into them.
  std::deque<report::Trail> trails ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<std::string_view, std::uint32_t> ids ABSL_GUARDED_BY(mutex);
  std::size_t bytes ABSL_GUARDED_BY(mutex) = 0;
};

Table& TheTable() { return Lasting<Table>(); }

std::string_view Bytes(std::span<const report::TrailStep> trail) {
  return {reinterpret_cast<const char*>(trail.data()), trail.size_bytes()};
}

std::uint32_t Intern(std::span<const report::TrailStep> trail) {
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  if (const auto known = table.ids.find(Bytes(trail)); known != table.ids.end()) return known->second;
  if (table.bytes + trail.size_bytes() > kMostTrailBytes) return 0;
  const auto& kept = table.trails.emplace_back(trail.begin(), trail.end());
  table.bytes += trail.size_bytes();
  const auto id = static_cast<std::uint32_t>(table.trails.size());
  table.ids.emplace(Bytes(kept), id);
  return id;
}

}  // namespace

void KeepTrail(graph::LockId lock, std::span<const report::TrailStep> trail) noexcept {
  if (trail.empty()) return;
  const report::Guest guest;
  const MemoryMayFail scope;
  try {
    const std::uint32_t id = Intern(trail);
    if (LockEntry* entry = Find(lock)) entry->trail.store(id, std::memory_order_relaxed);
  } catch (const std::bad_alloc&) {
    memory_is_out = true;
  }
}

report::Trail TrailOf(graph::LockId lock) {
  const LockEntry* entry = Find(lock);
  // Whoever reports has, as a rule, just come by here with it.
  const auto note = note_trail_here.load(std::memory_order_relaxed);
  if (entry != nullptr && note != nullptr && entry->trail.load(std::memory_order_relaxed) == 0) note(lock);
  const std::uint32_t id = entry == nullptr ? 0 : entry->trail.load(std::memory_order_relaxed);
  if (id == 0) return {};
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock hold(&table.mutex);
  return table.trails.at(id - 1);
}

}  // namespace snarl::record
