// SPDX-License-Identifier: Apache-2.0
//
// The chain of locks in a thread's hand: its key, pushing and popping, and the look-up that tells whether this chain was
// checked before. This is the hot path; what it does on a miss is in recorder.cc, under names that end in Slow.
//
// Everything here is called by the record's own thread only.
#pragma once

#include <cstdint>

#include "snarl/record/thread_record.h"

namespace snarl::record {

// A multiplication to 128 bits, folded (as in wyhash, public domain, by Wang Yi): few instructions, and all that follows in the
// hot path waits for them. n chains of one thread are mistaken for each other with probability n^2 / 2^65.
constexpr std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a ^ 0xa0761d6478bd642fU} * (b ^ 0xe7037ed1a0b428dbU);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t SiteKey(const void* return_address, Site site) {
  return reinterpret_cast<std::uintptr_t>(return_address) * 31 + reinterpret_cast<std::uintptr_t>(site.caller);
}
inline std::uint64_t SiteKey(const ThreadRecord& record, const void* return_address, Site site) {
  std::uint64_t key = SiteKey(return_address, site);
  // Unoptimised code reaches us through guards and locks that were not inlined; it keeps frame pointers, so look further.
  const auto* frame = static_cast<const std::uintptr_t*>(site.frame);
  for (int i = 0; i < 5 && frame != nullptr; ++i) {
    const auto at = reinterpret_cast<std::uintptr_t>(frame);
    if (at < record.stack_low || at + 2 * sizeof(std::uintptr_t) > record.stack_high ||
        at % sizeof(std::uintptr_t) != 0)
      break;
    key = key * 31 + frame[1];
    if (frame[0] <= at) break;
    frame = reinterpret_cast<const std::uintptr_t*>(frame[0]);
  }
  return key;
}

// The key of "the chain in hand, then this". Mode and manner belong to it: a chain first met by try-lock would otherwise
// hide the same chain met blocking.
inline std::uint64_t ChainKey(const ThreadRecord& record, std::uint64_t lock, Mode mode, How how, std::uint64_t site) {
  const std::uint64_t manner = (static_cast<std::uint64_t>(mode) << 1) | (static_cast<std::uint64_t>(how) << 2);
  return Mix(record.key, (lock * 0x2545f4914f6cdd1dU) ^ (site << 3) ^ manner) | 1;
}

inline bool HandsEmpty(const ThreadRecord& record) noexcept {
  return record.depth.load(std::memory_order_relaxed) == 0;
}

// A lock taken with empty hands, by a try, or within a time enters no order, so which lock it is matters to what comes after,
// not to whether its place is known: a program with many locks and few places is known at once, in little memory.
inline bool KnownByPlace(const ThreadRecord& record, How how) noexcept {
  return HandsEmpty(record) || how != How::kBlocking;
}
inline std::uint64_t KeyToKnow(const ThreadRecord& record, std::uint64_t lock, Mode mode, How how,
                               std::uint64_t site) noexcept {
  return ChainKey(record, KnownByPlace(record, how) ? 0 : lock, mode, how, site);
}
inline std::uint64_t KeyToPush(const ThreadRecord& record, std::uint64_t key, std::uint64_t lock, How how) noexcept {
  return KnownByPlace(record, how) ? (key + lock * 0x9e3779b97f4a7c15U) | 1 : key;
}

inline bool IsKnown(const ThreadRecord& record, std::uint64_t key, graph::StackId& stack) {
  const KnownPlace* known = record.known.Find(key);
  if (known == nullptr) return false;
  stack = known->stack();
  return true;
}

// A place by its site alone, for what is no chain; told apart from chains by the constant.
inline std::uint64_t PlaceKey(std::uint64_t site) { return Mix(0x736e61726c2e6865U, site) | 1; }

// The calling stack, captured at the first visit of the site by this thread. The innermost frames are those of every visit; of
// further ones two visits through the same two may differ, and then the first is shown.
graph::StackId StackAtSlow(ThreadRecord& record, std::uint64_t site) noexcept;
void KeepSlow(ThreadRecord& record, std::uint64_t key, graph::StackId stack) noexcept;

// False where there is no memory for it; what is taken then is not followed.
[[nodiscard]] bool GrowSlow(ThreadRecord& record) noexcept;

inline bool HasRoom(const ThreadRecord& record) noexcept {
  return record.depth.load(std::memory_order_relaxed) != record.capacity;
}

// REQUIRES: HasRoom().
inline void PushInRoom(ThreadRecord& record, std::uint64_t lock, Mode mode, graph::StackId stack,
                       std::uint64_t key) noexcept {
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed);
  HeldSlot& slot = record.held.load(std::memory_order_relaxed)[depth];
  slot.lock.store(lock, std::memory_order_relaxed);
  slot.info.store(PackHeld(stack, mode, 0), std::memory_order_relaxed);
  slot.key_before = record.key;
  slot.segment = record.segment;
  record.depth.store(depth + 1, std::memory_order_release);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  // A signal handler that locked between the first store and the last has used the slot and left it.
  if (slot.lock.load(std::memory_order_relaxed) != lock) [[unlikely]] {
    slot.lock.store(lock, std::memory_order_relaxed);
    slot.info.store(PackHeld(stack, mode, 0), std::memory_order_relaxed);
    slot.key_before = record.key;
    slot.segment = record.segment;
  }
  record.key = key;
}

inline void Push(ThreadRecord& record, std::uint64_t lock, Mode mode, graph::StackId stack,
                 std::uint64_t key) noexcept {
  if (HasRoom(record) || GrowSlow(record)) PushInRoom(record, lock, mode, stack, key);
}

// The place of `lock` in the hand, from the last taken; -1 where it is not.
inline int FindHeld(const ThreadRecord& record, std::uint64_t lock) noexcept {
  const HeldSlot* slots = record.held.load(std::memory_order_relaxed);
  for (int i = static_cast<int>(record.depth.load(std::memory_order_relaxed)) - 1; i >= 0; --i) {
    if (slots[i].lock.load(std::memory_order_relaxed) == lock) return i;
  }
  return -1;
}

// The same lock once more, by its holder: a recursive lock counts, any other one would not have been granted.
inline bool ReEnter(ThreadRecord& record, std::uint64_t lock, int by) noexcept {
  const int place = FindHeld(record, lock);
  if (place < 0) return false;
  HeldSlot& slot = record.held.load(std::memory_order_relaxed)[place];
  const std::uint64_t info = slot.info.load(std::memory_order_relaxed);
  const std::uint32_t reentries = HeldReentries(info);
  if (by < 0 && reentries == 0) return false;
  slot.info.store(PackHeld(HeldStack(info), HeldMode(info), reentries + static_cast<std::uint32_t>(by)),
                  std::memory_order_relaxed);
  return true;
}

// The key of empty hands. A new segment makes every chain a new one: what was known of it was known of another time.
inline std::uint64_t BaseKey(graph::SegmentId segment) {
  return segment == graph::SegmentId::kNone ? 0 : Mix(0x7365676d656e74U, static_cast<std::uint64_t>(segment));
}

// After the record's segment changed, or after its known chains were forgotten.
inline void Rekey(ThreadRecord& record) noexcept {
  HeldSlot* slots = record.held.load(std::memory_order_relaxed);
  record.key = BaseKey(record.segment);
  for (std::uint32_t i = 0; i < record.depth.load(std::memory_order_relaxed); ++i) {
    slots[i].key_before = record.key;
    record.key =
        Mix(record.key, slots[i].lock.load(std::memory_order_relaxed) ^ slots[i].info.load(std::memory_order_relaxed)) |
        1;
  }
}

// Whether `lock` was taken last, and once.
inline bool IsTopOnce(const ThreadRecord& record, std::uint64_t lock) noexcept {
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed);
  if (depth == 0) return false;
  const HeldSlot& top = record.held.load(std::memory_order_relaxed)[depth - 1];
  return top.lock.load(std::memory_order_relaxed) == lock &&
         HeldReentries(top.info.load(std::memory_order_relaxed)) == 0;
}
// REQUIRES: something is held.
inline void PopTop(ThreadRecord& record) noexcept {
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed) - 1;
  record.key = record.held.load(std::memory_order_relaxed)[depth].key_before;
  record.depth.store(depth, std::memory_order_release);
}

// Takes the lock at `place` out of the hand.
inline void PopAt(ThreadRecord& record, int place) noexcept {
  HeldSlot* slots = record.held.load(std::memory_order_relaxed);
  const int last = static_cast<int>(record.depth.load(std::memory_order_relaxed)) - 1;
  record.key = slots[place].key_before;
  for (int i = place; i < last; ++i) {
    // The locks above move down; their chains are new ones, without this lock.
    const std::uint64_t lock = slots[i + 1].lock.load(std::memory_order_relaxed);
    const std::uint64_t info = slots[i + 1].info.load(std::memory_order_relaxed);
    slots[i].lock.store(lock, std::memory_order_relaxed);
    slots[i].info.store(info, std::memory_order_relaxed);
    slots[i].segment = slots[i + 1].segment;
    slots[i].key_before = record.key;
    record.key = Mix(record.key, lock ^ info) | 1;
  }
  record.depth.store(static_cast<std::uint32_t>(last), std::memory_order_release);
}

}  // namespace snarl::record
