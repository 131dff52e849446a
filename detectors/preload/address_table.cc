// SPDX-License-Identifier: Apache-2.0
#include "preload/address_table.h"

#include <array>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "preload/taking.h"
#include "preload/trail.h"
#include "snarl/record/engine.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/lock_table.h"
#include "snarl/report/guest.h"

namespace snarl::preload {

namespace {

// Nothing of the recorder's is called with a shard's lock held: fork() takes all of these locks, in any order.
struct Shard {
  absl::Mutex mutex;
  absl::flat_hash_map<const void*, graph::LockId> ids ABSL_GUARDED_BY(mutex);
};

constexpr std::size_t kShards = 16;

Shard& ShardOf(const void* address) {
  static std::array<Shard, kShards>& shards = *[] {
    auto* made = new std::array<Shard, kShards>;
    for (Shard& shard : *made) record::HoldAcrossFork(shard.mutex);
    return made;
  }();
  return shards[(reinterpret_cast<std::uintptr_t>(address) >> 6) % kShards];
}

struct Near {
  const void* address = nullptr;
  graph::LockId id = graph::LockId::kNone;
};
constexpr std::size_t kNear = 32;
thread_local constinit std::array<Near, kNear> near __attribute__((tls_model("initial-exec"))) = {};

Near& NearPlace(const void* address) noexcept {
  const auto value = reinterpret_cast<std::uintptr_t>(address);
  return near[((value >> 4) ^ (value >> 9)) % kNear];
}

bool LivesAt(graph::LockId id, const void* address, record::LockKind kind) noexcept {
  const record::LockEntry* entry = record::Find(id);
  return entry != nullptr && entry->address == address && entry->kind == kind;
}

void Bury(graph::LockId id) {
  const record::LockEntry* entry = record::Find(id);
  if (entry == nullptr) return;
  if (entry->in_graph.load(std::memory_order_relaxed)) record::LockGone(id);
  record::RemoveLock(id);
}

}  // namespace

graph::LockId IdOfAddress(record::LockKind kind, const void* address, record::ThreadRecord& record,
                          record::Site site) noexcept {
  const Near& near_place = NearPlace(address);
  if (near_place.address == address && LivesAt(near_place.id, address, kind)) return near_place.id;
  return IdOfAddress(kind, address, StackHere(record, site));
}

graph::LockId IdOfAddress(record::LockKind kind, const void* address, graph::StackId made) noexcept {
  Near& near_place = NearPlace(address);
  if (near_place.address == address && LivesAt(near_place.id, address, kind)) return near_place.id;
  const report::Guest guest;
  graph::LockId id = KnownAtAddress(address);
  // Memory that was used anew: nobody is told of the end of most things that lie in it.
  if (id != graph::LockId::kNone && !LivesAt(id, address, kind)) ForgetAddress(address);
  if (!LivesAt(id, address, kind)) {
    const graph::LockId fresh = record::AddLock(kind, address, made);
    if (fresh == graph::LockId::kNone) return fresh;
    Shard& shard = ShardOf(address);
    {
      const absl::MutexLock lock(&shard.mutex);
      id = shard.ids.try_emplace(address, fresh).first->second;
    }
    if (id != fresh) record::RemoveLock(fresh);
    NoteTrail(id, address, made);
  }
  near_place = {address, id};
  return id;
}

graph::LockId ReplaceAtAddress(record::LockKind kind, const void* address, graph::StackId made,
                               absl::FunctionRef<graph::LockId(graph::LockId)> settle) noexcept {
  const report::Guest guest;
  const graph::LockId fresh = record::AddLock(kind, address, made);
  Shard& shard = ShardOf(address);
  graph::LockId gone = graph::LockId::kNone;
  graph::LockId id = graph::LockId::kNone;
  {
    const absl::MutexLock lock(&shard.mutex);
    id = settle(fresh);
    if (fresh == graph::LockId::kNone) return id;
    if (id == fresh) {
      graph::LockId& known = shard.ids[address];
      gone = known;
      known = fresh;
    } else {
      gone = fresh;
    }
  }
  if (gone != graph::LockId::kNone) Bury(gone);
  return id;
}

graph::LockId KnownAtAddress(const void* address) noexcept {
  const report::Guest guest;
  Shard& shard = ShardOf(address);
  const absl::MutexLock lock(&shard.mutex);
  const auto found = shard.ids.find(address);
  return found == shard.ids.end() ? graph::LockId::kNone : found->second;
}

void ForgetAddress(const void* address) noexcept {
  const report::Guest guest;
  Shard& shard = ShardOf(address);
  graph::LockId gone = graph::LockId::kNone;
  {
    const absl::MutexLock lock(&shard.mutex);
    const auto found = shard.ids.find(address);
    if (found == shard.ids.end()) return;
    gone = found->second;
    shard.ids.erase(found);
  }
  Bury(gone);
}

}  // namespace snarl::preload
