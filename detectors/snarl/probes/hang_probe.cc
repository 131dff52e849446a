// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/hang_probe.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "snarl/probes/hang_report.h"
#include "snarl/probes/kernel_view.h"
#include "snarl/probes/lost_wakeup.h"
#include "snarl/record/chain.h"
#include "snarl/record/clock.h"
#include "snarl/record/engine.h"
#include "snarl/record/misuse.h"
#include "snarl/record/semaphore_use.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using Indices = std::vector<std::size_t>;

constexpr int kLooksAtMost = 10;  // until the same waits are looked at anew: a thread may have been woken in its wait

bool IsMainThread(const record::ThreadRecord& record) {
  return record.os_id.load(std::memory_order_relaxed) == static_cast<std::uint32_t>(getpid());
}

bool StoodStill(const WaitsNow& now, const Indices& ring) {
  return std::all_of(ring.begin(), ring.end(), [&](std::size_t i) { return now.waiters[i].StoodStill(); });
}

// A wait for a notification that is gone, and that is all there is to say of the hang: it is in the ring, or all begins with
// such waits.
const Waiter* FindLost(const WaitsNow& now, const Indices& where, Lost& lost) {
  for (const std::size_t i : where) {
    lost = LostAmongTheStuck(now.waiters[i], now.waiters);
    if (lost != Lost::kNo) return &now.waiters[i];
  }
  return nullptr;
}

// Whether the main thread may give back, in the handler of a signal, what it never gave back before: the handlers of
// interpreters run there, in the middle of its waits.
bool MainMayBeHelped(const WaitsNow& now, const Indices& ring) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Waiter& waiter = now.waiters[ring[i]];
    const Waiter& next = now.waiters[ring[(i + 1) % ring.size()]];
    if (now.known[ring[i]] != Known::kAsLock || !IsMainThread(*next.record)) continue;
    const record::LockEntry* entry = record::Find(waiter.lock());
    if (entry == nullptr || (!record::HasPosted(*next.record, entry->address) && HandlesSignals())) return true;
  }
  return false;
}

bool AllNotifications(const WaitsNow& now, const Indices& roots) {
  return std::all_of(roots.begin(), roots.end(), [&](std::size_t i) {
    return !now.waiters[i].for_lock() && now.waiters[i].kind == record::LockKind::kConditionVariable;
  });
}

}  // namespace

void HangProbe::Summarize(const std::vector<Waiter>& waiters) {
  hash_ = 0;
  joins_ = 0;
  semaphores_ = 0;
  locks_ = false;
  for (const Waiter& waiter : waiters) {
    hash_ += record::Mix(static_cast<std::uint64_t>(waiter.thread), waiter.seq);
    joins_ += !waiter.for_lock() && waiter.kind == record::LockKind::kThread ? 1U : 0U;
    semaphores_ += waiter.as_lock_since != 0 ? 1U : 0U;
    locks_ = locks_ || waiter.for_lock();
  }
}

bool HangProbe::WorthALook(const AllWaits& waits) {
  if (!waits.same()) Summarize(waits.waiters());
  // Of idle threads nothing more is asked.
  if (!waits.everybody() && !locks_ && joins_ < 2 && semaphores_ < 2) {
    last_.clear();
    return false;
  }
  if (hash_ == looked_at_ && !again_ && ++looks_since_ < kLooksAtMost) return false;

  absl::flat_hash_map<graph::ThreadId, std::uint64_t> seen;
  bool lasting = false;
  all_last_ = waits.everybody() && !waits.waiters().empty();
  for (const Waiter& waiter : waits.waiters()) {
    const auto before = last_.find(waiter.thread);
    const bool lasts = before != last_.end() && before->second == waiter.seq;
    const bool joined = !waiter.for_lock() && waiter.kind == record::LockKind::kThread;
    all_last_ = all_last_ && lasts;
    const bool for_other = (joined && joins_ > 1) || (waiter.as_lock_since != 0 && semaphores_ > 1);
    lasting = lasting || (lasts && !reported_.contains(waiter.thread) && (waiter.for_lock() || for_other));
    seen[waiter.thread] = waiter.seq;
  }
  last_ = std::move(seen);
  if (!lasting && !all_last_) return false;
  again_ = hash_ != looked_at_;  // what had just begun has lasted at the next look
  looked_at_ = hash_;
  looks_since_ = 0;
  return true;
}

bool HangProbe::IsNews(const WaitsNow& now, const Indices& ring) const {
  return std::none_of(ring.begin(), ring.end(),
                      [&](std::size_t i) { return reported_.contains(now.waiters[i].thread); });
}

void HangProbe::Reported(const WaitsNow& now, const Indices& ring) {
  std::vector<graph::ThreadId> members;
  for (const std::size_t i : ring) {
    members.push_back(now.waiters[i].thread);
    reported_.insert(now.waiters[i].thread);
  }
  record::ForgetPending(members);
}

void HangProbe::Deliver(report::Finding finding) {
  if (record::DeliverHang(std::move(finding)) == report::Delivered::kSuppressed) suppressed_ = true;
}

void HangProbe::LookForCertain(const WaitsNow& now) {
  const graph::Stuck stuck = graph::FindStuck(now.As(Known::kCertain));
  for (const Indices& ring : stuck.cycles) {
    if (!IsNews(now, ring) || !StoodStill(now, ring)) continue;
    Reported(now, ring);
    // A thread that waits for itself was reported on the spot.
    if (ring.size() > 1) Deliver(DescribeRing(now, stuck, ring));
  }
}

void HangProbe::LookForLikely(const WaitsNow& now, Known at_least) {
  const graph::Stuck stuck = graph::FindStuck(now.As(at_least));
  const std::int64_t since = record::NowNs() - report::Current().lost_wakeup_ms * 1'000'000;
  for (const Indices& ring : stuck.cycles) {
    const bool locks = std::any_of(ring.begin(), ring.end(), [&](std::size_t i) { return now.waiters[i].for_lock(); });
    if (!locks && (at_least != Known::kAsLock || MainMayBeHelped(now, ring))) continue;
    if (!IsNews(now, ring)) continue;
    const bool old =
        std::all_of(ring.begin(), ring.end(), [&](std::size_t i) { return now.waiters[i].since_ns <= since; });
    again_ = again_ || !old;
    if (!old || !StoodStill(now, ring)) continue;
    Reported(now, ring);
    if (report::Deliver(DescribeRing(now, stuck, ring)) == report::Delivered::kSuppressed) suppressed_ = true;
  }
}

void HangProbe::TellWhole(WaitsNow& now) {
  whole_told_ = true;
  // What was said of a part of it is why, and only has not ended the process.
  bool said = false;
  for (const Waiter& waiter : now.waiters) {
    const record::Orphaned orphaned = waiter.for_lock() ? record::WasOrphaned(waiter.lock()) : record::Orphaned::kNo;
    said = said || reported_.contains(waiter.thread) || orphaned != record::Orphaned::kNo;
    suppressed_ = suppressed_ || orphaned == record::Orphaned::kSuppressed;
  }
  if (suppressed_) return;
  if (said) return record::ObeyOnDeadlock();
  now.Suppose();
  const graph::Stuck stuck = graph::FindStuck(now.As(Known::kSupposed), {}, graph::Unknown::kStuck);
  Lost lost = Lost::kNo;
  const bool ring = !stuck.cycles.empty();
  const Indices& where = ring ? stuck.cycles.front() : stuck.roots;
  const Waiter* loser = ring || AllNotifications(now, where) ? FindLost(now, where, lost) : nullptr;
  Reported(now, where);
  if (loser != nullptr) {
    Deliver(DescribeLost(*loser, lost, now.waiters.size()));
  } else {
    Deliver(ring ? DescribeRing(now, stuck, where) : DescribeRoots(now, stuck));
  }
}

void HangProbe::Look(const AllWaits& waits) {
  if (!WorthALook(waits)) return;
  WaitsNow now = WhoWaitsForWhom(waits.waiters());
  LookForCertain(now);
  whole_told_ = whole_told_ && all_last_;
  if (all_last_ && !whole_told_ && NobodyCanGoOn(now.waiters)) return TellWhole(now);
  LookForLikely(now, Known::kAsLock);
  LookForLikely(now, Known::kInferred);
}

}  // namespace snarl::probes
