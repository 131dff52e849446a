// SPDX-License-Identifier: Apache-2.0
//
// A thread that asks again and again instead of waiting: it gives its processor away (sched_yield), or tries a lock that it does
// not get. How often, for which lock, and now and then from where, for the watching thread to read.
//
// Called by the record's own thread only. Cost: one or two relaxed stores; a stack, some microseconds, every 65,536th time.
#pragma once

#include <cstdint>

#include "snarl/record/stir.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

inline constexpr std::uint64_t kPollsPerStack = 65536;

void NotePollStackSlow(ThreadRecord& record) noexcept;

inline void CountPoll(ThreadRecord& record, std::atomic<std::uint64_t>& count) noexcept {
  const std::uint64_t now = count.load(std::memory_order_relaxed) + 1;
  count.store(now, std::memory_order_relaxed);
  Stir(stirred.polls);
  if (now % kPollsPerStack == 0) [[unlikely]]
    NotePollStackSlow(record);
}

inline void NoteYield(ThreadRecord& record) noexcept { CountPoll(record, record.polls.yields); }

inline void NoteRefusedTry(ThreadRecord& record, std::uint64_t lock) noexcept {
  record.polls.lock.store(lock, std::memory_order_relaxed);
  CountPoll(record, record.polls.tries);
}

}  // namespace snarl::record
