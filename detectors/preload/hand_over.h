// SPDX-License-Identifier: Apache-2.0
//
// Order that one thread hands to another: what comes before a post or an arrival comes before what follows the wait or the
// barrier that it ends. Such orders make new segments (graph/segments.h), so that a lock-order cycle across them is known to be
// impossible.
//
// A semaphore hands over only if it began at zero and one thread alone posts: one that began higher is a lock, or counts places,
// and a wait on it, or on one with several posters, need not have waited for this thread.
//
// Thread safety: any thread. Cost: a short lock, for the first kHandOversFollowed of a thread; then one load.
#pragma once

#include "snarl/record/thread_record.h"

namespace snarl::preload {

inline bool Follows(const record::ThreadRecord& record) noexcept {
  return record.hand_overs < record::kHandOversFollowed && record.segment != graph::SegmentId::kNone;
}

// `semaphore` was made, with this value; or destroyed (value 1: it hands over nothing).
void SemaphoreMade(const void* semaphore, unsigned value) noexcept;
// Before the post; after the wait. REQUIRES: Follows(record).
void Posted(record::ThreadRecord& record, const void* semaphore) noexcept;
void WaitEnded(record::ThreadRecord& record, const void* semaphore) noexcept;

void BarrierMade(const void* barrier, unsigned parties) noexcept;
void BarrierGone(const void* barrier) noexcept;
// Before the wait, which gives the number of the round and how many make one, and after it.
[[nodiscard]] std::uint64_t Arrived(const record::ThreadRecord& record, const void* barrier,
                                    unsigned& parties) noexcept;
void Left(record::ThreadRecord& record, const void* barrier, std::uint64_t round) noexcept;

}  // namespace snarl::preload
