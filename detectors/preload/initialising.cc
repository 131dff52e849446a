// SPDX-License-Identifier: Apache-2.0
#include "preload/initialising.h"

#include "preload/address_table.h"
#include "snarl/record/chain.h"
#include "snarl/record/engine.h"
#include "snarl/record/lock_table.h"

namespace snarl::preload {

namespace {

bool InGraph(graph::LockId id) noexcept {
  const record::LockEntry* entry = record::Find(id);
  return entry != nullptr && entry->in_graph.load(std::memory_order_relaxed);
}

}  // namespace

void Initialising::Begin(bool untouched) noexcept {
  if (untouched && InGraph(KnownAtAddress(what_))) ForgetAddress(what_);
  id_ = IdOfAddress(kind_, what_, record_, site_);
  BeforeBlocking(record_, Wanted());
}

void Initialising::Granted() noexcept { AfterBlocking(record_, Wanted(), true); }

void Initialising::Refused() noexcept {
  AfterBlocking(record_, Wanted(), false);
  if (record_.inversion_pending) record::Settle(record_);
}

void Initialising::Ended() noexcept { EndInitialising(record_, what_); }

void Initialising::Passed() noexcept {
  if (record::HandsEmpty(record_)) return;
  const graph::LockId known = KnownAtAddress(what_);
  const record::LockEntry* entry = record::Find(known);
  // Where it took no lock, and nobody asked for it with one in hand, no order can go through it.
  if (entry == nullptr || entry->kind != kind_ || !entry->in_graph.load(std::memory_order_relaxed)) return;
  id_ = known;
  std::uint64_t key = 0;
  LearnSlow(record_, Wanted(), /*granted=*/true, key);
}

void EndInitialising(ThreadRecord& record, const void* what) noexcept {
  const graph::LockId id = KnownAtAddress(what);
  if (id == graph::LockId::kNone) return;
  if (const int place = record::FindHeld(record, static_cast<std::uint64_t>(id)); place >= 0) {
    record::PopAt(record, place);
  }
  // Done once and for all: it is remembered only for the orders that it has.
  if (!InGraph(id)) ForgetAddress(what);
}

}  // namespace snarl::preload
