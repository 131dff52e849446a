// SPDX-License-Identifier: Apache-2.0
//
// What the graphs know things by. Ids are numbers, never pointers: a lock is a slot's index and the generation of its
// occupant, so an id outlives its lock and is never mistaken for the next one at the same address.
#pragma once

#include <cstdint>

namespace snarl::graph {

// Index in the low half, generation (from 1) in the high half. kNone is no lock.
enum class LockId : std::uint64_t { kNone = 0 };
// Never reused in a process; from 1.
enum class ThreadId : std::uint64_t { kNone = 0 };
// A captured call stack, kept elsewhere; equal ids are equal stacks.
enum class StackId : std::uint32_t { kNone = 0 };
// A stretch of a thread's life between two creations, joins or hand-overs (segments.h). kNone is ordered with nothing.
enum class SegmentId : std::uint32_t { kNone = 0 };

constexpr LockId MakeLockId(std::uint32_t index, std::uint32_t generation) {
  return static_cast<LockId>((static_cast<std::uint64_t>(generation) << 32) | index);
}
constexpr std::uint32_t Index(LockId lock) { return static_cast<std::uint32_t>(lock); }
constexpr std::uint32_t Generation(LockId lock) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(lock) >> 32);
}

}  // namespace snarl::graph
