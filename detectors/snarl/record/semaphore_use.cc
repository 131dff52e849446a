// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/semaphore_use.h"

#include <algorithm>

namespace snarl::record {

namespace {

using Places = std::array<std::atomic<const void*>, SemaphoresUsed::kMost>;

std::atomic<const void*>* Find(Places& places, const void* semaphore) noexcept {
  for (auto& place : places) {
    if (place.load(std::memory_order_relaxed) == semaphore) return &place;
  }
  return nullptr;
}

bool Has(const Places& places, const void* semaphore) noexcept {
  return std::any_of(places.begin(), places.end(),
                     [&](const auto& place) { return place.load(std::memory_order_relaxed) == semaphore; });
}

// Into a free place, or the oldest.
void Add(Places& places, std::uint8_t& next, const void* semaphore) noexcept {
  std::atomic<const void*>* place = Find(places, nullptr);
  if (place == nullptr) place = &places[next++ % SemaphoresUsed::kMost];
  place->store(semaphore, std::memory_order_relaxed);
}

}  // namespace

void NoteTaken(ThreadRecord& record, const void* semaphore) noexcept {
  Add(record.semaphores.taken, record.semaphores.next_taken, semaphore);
}

void NotePosted(ThreadRecord& record, const void* semaphore) noexcept {
  SemaphoresUsed& used = record.semaphores;
  if (auto* place = Find(used.taken, semaphore)) place->store(nullptr, std::memory_order_relaxed);
  if (!Has(used.posted, semaphore)) Add(used.posted, used.next_posted, semaphore);
}

bool HasTaken(const ThreadRecord& record, const void* semaphore) noexcept {
  return Has(record.semaphores.taken, semaphore);
}

bool HasPosted(const ThreadRecord& record, const void* semaphore) noexcept {
  return Has(record.semaphores.posted, semaphore);
}

}  // namespace snarl::record
