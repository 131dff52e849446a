// SPDX-License-Identifier: Apache-2.0
#include "preload/hand_over.h"

#include <array>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "preload/segment.h"
#include "snarl/record/engine.h"
#include "snarl/record/fork_locks.h"
#include "snarl/report/guest.h"

namespace snarl::preload {

namespace {

using graph::SegmentId;

struct Barrier {
  unsigned parties = 1;
  std::uint64_t arrivals = 0;
  // What came before each round: of the one that gathers, and of the last, which some have not left yet.
  std::array<SegmentId, 2> before = {SegmentId::kNone, SegmentId::kNone};
};

struct Semaphore {
  SegmentId before = SegmentId::kNone;  // what came before its posts
  graph::ThreadId poster = graph::ThreadId::kNone;
  bool several = false;  // posters: who waits need not have waited for any one of them
};

struct HandOvers {
  absl::Mutex mutex;
  absl::flat_hash_map<const void*, Semaphore> semaphores ABSL_GUARDED_BY(mutex);  // those that began at zero
  absl::flat_hash_map<const void*, Barrier> barriers ABSL_GUARDED_BY(mutex);
};

HandOvers& TheHandOvers() {
  static HandOvers& hand_overs = *[] {
    auto* made = new HandOvers;
    record::HoldAcrossFork(made->mutex);
    return made;
  }();
  return hand_overs;
}

void GoOn(record::ThreadRecord& record, SegmentId after) noexcept {
  ++record.hand_overs;
  BeginSegment(record, after);
}

}  // namespace

void SemaphoreMade(const void* semaphore, unsigned value) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  const absl::MutexLock lock(&all.mutex);
  if (value == 0) {
    all.semaphores[semaphore] = Semaphore();
  } else {
    all.semaphores.erase(semaphore);
  }
}

void Posted(record::ThreadRecord& record, const void* semaphore) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  SegmentId before = SegmentId::kNone;
  SegmentId both = SegmentId::kNone;
  // Segments have a lock of their own, and none is taken inside another; so whoever comes second tries again.
  for (;;) {
    {
      const absl::MutexLock lock(&all.mutex);
      const auto found = all.semaphores.find(semaphore);
      if (found == all.semaphores.end()) return;
      Semaphore& s = found->second;
      if (s.poster == graph::ThreadId::kNone) s.poster = record.thread();
      s.several = s.several || s.poster != record.thread();
      if (s.several) return;
      if (both != SegmentId::kNone && s.before == before) {
        s.before = both;
        break;
      }
      before = s.before;
    }
    both = record::NewSegment(record.segment, before);
  }
  GoOn(record, SegmentId::kNone);
}

void WaitEnded(record::ThreadRecord& record, const void* semaphore) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  SegmentId after = SegmentId::kNone;
  {
    const absl::MutexLock lock(&all.mutex);
    const auto found = all.semaphores.find(semaphore);
    if (found == all.semaphores.end() || found->second.several) return;
    after = found->second.before;
  }
  if (after != SegmentId::kNone) GoOn(record, after);
}

void BarrierMade(const void* barrier, unsigned parties) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  const absl::MutexLock lock(&all.mutex);
  all.barriers[barrier] = Barrier{parties == 0 ? 1 : parties};
}

void BarrierGone(const void* barrier) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  const absl::MutexLock lock(&all.mutex);
  all.barriers.erase(barrier);
}

std::uint64_t Arrived(const record::ThreadRecord& record, const void* barrier, unsigned& parties) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  std::uint64_t arrival = 0;
  bool counted = false;
  SegmentId before = SegmentId::kNone;
  SegmentId all_before = SegmentId::kNone;
  for (;;) {
    {
      const absl::MutexLock lock(&all.mutex);
      const auto found = all.barriers.find(barrier);
      if (found == all.barriers.end()) return 0;
      Barrier& b = found->second;
      parties = b.parties;
      if (!counted) {
        arrival = b.arrivals++;
        if (arrival % b.parties == 0) b.before[arrival / b.parties % 2] = SegmentId::kNone;
        counted = true;
      }
      const std::uint64_t round = arrival / b.parties;
      SegmentId& gathered = b.before[round % 2];
      if (all_before != SegmentId::kNone && gathered == before) {
        gathered = all_before;
        return round;
      }
      before = gathered;
    }
    all_before = record::NewSegment(record.segment, before);
  }
}

void Left(record::ThreadRecord& record, const void* barrier, std::uint64_t round) noexcept {
  const report::Guest guest;
  HandOvers& all = TheHandOvers();
  SegmentId after = SegmentId::kNone;
  {
    const absl::MutexLock lock(&all.mutex);
    const auto found = all.barriers.find(barrier);
    if (found == all.barriers.end()) return;
    after = found->second.before[round % 2];
  }
  GoOn(record, after);
}

}  // namespace snarl::preload
