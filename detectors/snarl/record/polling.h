// SPDX-License-Identifier: Apache-2.0
//
// A thread that asks again and again instead of waiting: it gives its processor away (sched_yield), or tries a lock that it does
// not get. How often, for which lock, and now and then from where, for the watching thread to read.
//
// Called by the record's own thread only. Cost: one or two relaxed stores; two readings of the clock for a yield; a stack, some
// microseconds, every 65,536th time and at powers of two.
#pragma once

#include <bit>
#include <cstdint>

#include "snarl/record/stir.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

inline constexpr std::uint64_t kPollsPerStack = 65536;
// And at each power of two from here on, for those that others hardly let come to that.
inline constexpr std::uint64_t kFirstPollStack = 64;
// Enough for a look at a flag, also where others have had the processor and its caches since.
inline constexpr std::int64_t kMostBetweenQuickYieldsNs = 2'000;

void NotePollStackSlow(ThreadRecord& record) noexcept;

inline void CountPoll(ThreadRecord& record, std::atomic<std::uint64_t>& count) noexcept {
  const std::uint64_t now = count.load(std::memory_order_relaxed) + 1;
  count.store(now, std::memory_order_relaxed);
  Stir(stirred.polls);
  if (now % kPollsPerStack == 0 || (std::has_single_bit(now) && now >= kFirstPollStack)) [[unlikely]]
    NotePollStackSlow(record);
}

// Before and after it, with the time by a clock that tells microseconds.
inline void BeginYield(ThreadRecord& record, std::int64_t now_ns) noexcept {
  PollSlot& polls = record.polls;
  if (now_ns - polls.yielded_ns <= kMostBetweenQuickYieldsNs)
    polls.quick_yields.store(polls.quick_yields.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  CountPoll(record, polls.yields);
}
inline void EndYield(ThreadRecord& record, std::int64_t now_ns) noexcept { record.polls.yielded_ns = now_ns; }

inline void NoteRefusedTry(ThreadRecord& record, std::uint64_t lock) noexcept {
  record.polls.lock.store(lock, std::memory_order_relaxed);
  CountPoll(record, record.polls.tries);
}

}  // namespace snarl::record
