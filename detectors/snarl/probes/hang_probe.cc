// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/hang_probe.h"

#include <algorithm>
#include <string>
#include <utility>

#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/engine.h"
#include "snarl/record/misuse.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"

namespace snarl::probes {

namespace {

using record::HeldNow;
using record::ThreadRecord;

// One waiting thread, as read.
struct Waiter {
  const ThreadRecord* record = nullptr;
  record::WaitNow wait;
  std::uint64_t seq = 0;
  std::int64_t since_ns = 0;
};

std::vector<Waiter> ReadWaiters() {
  std::vector<Waiter> waiters;
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    Waiter waiter;
    waiter.record = record;
    if (record->thread() == graph::ThreadId::kNone) continue;
    if (!record::ReadWait(*record, waiter.wait, waiter.seq, waiter.since_ns)) continue;
    if (waiter.wait.kind == record::WaitKind::kLock && !waiter.wait.timed) waiters.push_back(waiter);
  }
  return waiters;
}

using Holders = absl::flat_hash_map<graph::LockId, std::vector<std::pair<graph::ThreadId, record::Mode>>>;

Holders ReadHolders() {
  Holders holders;
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    const graph::ThreadId thread = record->thread();
    if (thread == graph::ThreadId::kNone) continue;
    for (const HeldNow& held : record::HeldBy(*record)) holders[held.lock].emplace_back(thread, held.mode);
  }
  return holders;
}

graph::Wait ToWait(const Waiter& waiter, const Holders& holders) {
  graph::Wait wait;
  wait.thread = waiter.record->thread();
  wait.lock = static_cast<graph::LockId>(waiter.wait.lock);
  if (const auto found = holders.find(wait.lock); found != holders.end()) {
    for (const auto& [thread, mode] : found->second) {
      // A reader waits for a writer only. (Readers that queue behind a waiting writer are released with it.)
      if (!waiter.wait.shared || mode == record::Mode::kExclusive) wait.on.push_back(thread);
    }
  }
  return wait;
}

bool StoodStill(const Waiter& waiter, graph::ThreadId thread) {
  return waiter.record->thread() == thread && waiter.record->wait.seq.load(std::memory_order_acquire) == waiter.seq;
}

report::Finding Describe(const std::vector<Waiter>& waiters, const std::vector<graph::Wait>& waits,
                         const graph::Stuck& stuck, const std::vector<std::size_t>& ring) {
  record::Describer describer(report::Kind::kDeadlock, report::Certainty::kCertain);
  std::string path;
  const std::int64_t now = record::NowNs();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Waiter& waiter = waiters[ring[i]];
    const graph::Wait& wait = waits[ring[i]];
    // What this thread holds that the one before it in the ring waits for.
    const graph::LockId held = waits[ring[(i + ring.size() - 1) % ring.size()]].lock;
    report::Step& step = describer.AddStep(wait.thread, "waits", waiter.wait.stack);
    step.held = describer.Lock(held);
    step.wanted = describer.Lock(wait.lock);
    report::ThreadInfo& thread = describer.Thread(wait.thread);
    thread.waits_for = step.wanted;
    thread.waits_how = waiter.wait.shared ? "shared" : "exclusive";
    thread.waited_ms = (now - waiter.since_ns) / 1'000'000;
    thread.now = step.second;
    for (const report::Holding& holding : thread.holds) {
      if (holding.lock == step.held) step.first = holding.taken;
    }
    path += "\"" + thread.name + (i == 0 ? "\" waits for " : "\", which waits for ") + describer.LockName(wait.lock) +
            ", held by ";
  }
  path += "\"" + describer.ThreadName(waits[ring.front()].thread) + "\"";
  std::string summary = std::to_string(ring.size()) + " threads wait for each other and can never go on: " + path;
  if (!stuck.behind.empty()) summary += "; " + std::to_string(stuck.behind.size()) + " more threads wait behind them";
  describer.finding().summary = std::move(summary);
  describer.finding().advice =
      "Take these locks in the same order on every thread, or all at once (std::scoped_lock), or wait for the second "
      "one "
      "with a limit and let go of the first when it is reached.";
  return std::move(describer.finding());
}

}  // namespace

void HangProbe::Look() {
  const std::vector<Waiter> waiters = ReadWaiters();
  bool lasting = false;
  absl::flat_hash_map<graph::ThreadId, std::uint64_t> seen;
  for (const Waiter& waiter : waiters) {
    const graph::ThreadId thread = waiter.record->thread();
    const auto before = last_.find(thread);
    lasting = lasting || (before != last_.end() && before->second == waiter.seq && !reported_.contains(thread));
    seen[thread] = waiter.seq;
  }
  last_ = std::move(seen);
  if (!lasting) return;

  const Holders holders = ReadHolders();
  std::vector<graph::Wait> waits;
  for (const Waiter& waiter : waiters) waits.push_back(ToWait(waiter, holders));
  const graph::Stuck stuck = graph::FindStuck(waits);
  for (const std::vector<std::size_t>& ring : stuck.cycles) {
    const bool known =
        std::any_of(ring.begin(), ring.end(), [&](std::size_t i) { return reported_.contains(waits[i].thread); });
    const bool still =
        std::all_of(ring.begin(), ring.end(), [&](std::size_t i) { return StoodStill(waiters[i], waits[i].thread); });
    if (known || !still) continue;
    std::vector<graph::ThreadId> members;
    for (const std::size_t i : ring) {
      members.push_back(waits[i].thread);
      reported_.insert(waits[i].thread);
    }
    record::ForgetPending(members);
    // A thread that waits for itself was reported on the spot.
    if (ring.size() > 1) record::DeliverHang(Describe(waiters, waits, stuck, ring));
  }
}

}  // namespace snarl::probes
