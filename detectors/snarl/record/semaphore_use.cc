// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/semaphore_use.h"

#include <algorithm>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/fork_locks.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

using Places = SemaphoresUsed::Places;

// Time, as far as addresses are used anew: it moves when a semaphore is made or destroyed.
constinit std::atomic<std::uint64_t> made{1};

// Those that are used as locks, with when they were made.
struct Locks {
  absl::Mutex mutex;
  absl::flat_hash_map<const void*, std::uint64_t> since ABSL_GUARDED_BY(mutex);
};

Locks& TheLocks() {
  static Locks& locks = *[] {
    auto* all = new Locks;
    HoldAcrossFork(all->mutex);
    return all;
  }();
  return locks;
}

// No lock: somebody posts who never took.
void IsRung(const void* semaphore) noexcept {
  const report::Guest guest;
  Locks& locks = TheLocks();
  const absl::MutexLock lock(&locks.mutex);
  locks.since.erase(semaphore);
}

template <class Range>
auto* Find(Range& places, const void* semaphore) noexcept {
  const auto found = std::ranges::find_if(
      places, [&](const auto& place) { return place.semaphore.load(std::memory_order_relaxed) == semaphore; });
  return found == places.end() ? nullptr : &*found;
}

// Into a free place, or the oldest.
SemaphoresUsed::Place& Add(Places& places, std::uint8_t& next, const void* semaphore) noexcept {
  SemaphoresUsed::Place* place = Find(places, nullptr);
  if (place == nullptr) place = &places[next++ % SemaphoresUsed::kMost];
  place->when.store(made.load(std::memory_order_relaxed), std::memory_order_relaxed);
  place->semaphore.store(semaphore, std::memory_order_release);
  return *place;
}

}  // namespace

void SemaphoreMade(const void* semaphore, unsigned value) noexcept {
  const report::Guest guest;
  Locks& locks = TheLocks();
  const absl::MutexLock lock(&locks.mutex);
  const std::uint64_t now = made.fetch_add(1, std::memory_order_relaxed) + 1;
  if (value == 1) {
    locks.since[semaphore] = now;
  } else {
    locks.since.erase(semaphore);
  }
}

void NoteTaken(ThreadRecord& record, const void* semaphore) noexcept {
  Add(record.semaphores.taken, record.semaphores.next_taken, semaphore);
}

void NotePosted(ThreadRecord& record, const void* semaphore) noexcept {
  SemaphoresUsed& used = record.semaphores;
  auto* taken = Find(used.taken, semaphore);
  auto* posted = Find(used.posted, semaphore);
  if (posted == nullptr) {
    posted = &Add(used.posted, used.next_posted, semaphore);
    posted->rung = false;
  }
  if (taken != nullptr) {
    taken->semaphore.store(nullptr, std::memory_order_relaxed);
  } else if (!posted->rung || posted->when.load(std::memory_order_relaxed) != made.load(std::memory_order_relaxed)) {
    posted->when.store(made.load(std::memory_order_relaxed), std::memory_order_relaxed);
    posted->rung = true;
    IsRung(semaphore);
  }
}

bool HasTaken(const ThreadRecord& record, const void* semaphore) noexcept {
  return Find(record.semaphores.taken, semaphore) != nullptr;
}

bool HasPosted(const ThreadRecord& record, const void* semaphore) noexcept {
  return Find(record.semaphores.posted, semaphore) != nullptr;
}

std::uint64_t UsedAsLockSince(const void* semaphore) noexcept {
  const report::Guest guest;
  Locks& locks = TheLocks();
  const absl::MutexLock lock(&locks.mutex);
  const auto found = locks.since.find(semaphore);
  return found == locks.since.end() ? 0 : found->second;
}

std::vector<SemaphoreUse> SemaphoresOf(const ThreadRecord& record) {
  std::vector<SemaphoreUse> uses;
  for (const Places* places : {&record.semaphores.taken, &record.semaphores.posted}) {
    for (const SemaphoresUsed::Place& place : *places) {
      const void* semaphore = place.semaphore.load(std::memory_order_acquire);
      if (semaphore == nullptr) continue;
      uses.push_back({semaphore, place.when.load(std::memory_order_relaxed), places == &record.semaphores.taken});
    }
  }
  return uses;
}

}  // namespace snarl::record
