// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/wait_probe.h"

#include <string>
#include <utility>

#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using record::Notifications;
using record::ThreadRecord;
using record::WaitKind;
using record::WaitNow;

constexpr std::int64_t kMillisecond = 1'000'000;

// Whether the wait's only notification is gone: it came before the wait, to nobody, and its givers have all ended.
bool IsLostWakeup(const WaitNow& wait, std::int64_t since_ns, const Notifications& n) {
  if (wait.kind != WaitKind::kNotification || wait.timed || wait.rechecked) return false;
  if (n.count.load(std::memory_order_acquire) == 0 || n.more.load(std::memory_order_relaxed)) return false;
  if (n.last_ns.load(std::memory_order_relaxed) > since_ns || n.last_waiters.load(std::memory_order_relaxed) != 0)
    return false;
  for (const auto& poster : n.posters) {
    const auto thread = static_cast<graph::ThreadId>(poster.load(std::memory_order_relaxed));
    if (thread != graph::ThreadId::kNone && !record::Exited(thread)) return false;
  }
  return true;
}

void AddWait(record::Describer& describer, graph::ThreadId waiter, const WaitNow& wait, std::int64_t waited_ns) {
  const std::uint64_t waits_for = describer.Lock(static_cast<graph::LockId>(wait.lock));
  report::ThreadInfo& thread = describer.Thread(waiter);
  thread.waits_for = waits_for;
  thread.waits_how = wait.kind == WaitKind::kLock ? (wait.shared ? "shared" : "exclusive") : "notification";
  thread.waited_ms = waited_ns / kMillisecond;
  thread.now = record::DescribeStack(wait.stack);
}

record::Describer Begin(report::Kind kind, const ThreadRecord& record, const WaitNow& wait, std::int64_t waited_ns) {
  record::Describer describer(kind, report::Certainty::kLikely);
  report::Step& step = describer.AddStep(record.thread(), "waits", wait.stack);
  step.wanted = describer.Lock(static_cast<graph::LockId>(wait.lock));
  AddWait(describer, record.thread(), wait, waited_ns);
  return describer;
}

// What the holder waits for itself, if it does: for the sentence, and for the thread's own entry.
std::string WaitOfHolder(record::Describer& describer, const ThreadRecord& holder) {
  WaitNow wait;
  std::uint64_t seq = 0;
  std::int64_t since_ns = 0;
  if (!record::ReadWait(holder, wait, seq, since_ns)) return "";
  AddWait(describer, holder.thread(), wait, record::NowNs() - since_ns);
  const std::string place = record::Place(describer.Thread(holder.thread()).now);
  const auto what = static_cast<graph::LockId>(wait.lock);
  const record::LockEntry* entry = record::Find(what);
  const bool joins = entry != nullptr && entry->kind == record::LockKind::kThread;
  return (joins ? ", which joins a thread" : ", which waits for " + describer.LockName(what)) +
         (place.empty() ? "" : " at " + place);
}

void ReportLostWakeup(const ThreadRecord& record, const WaitNow& wait, std::int64_t since_ns, std::int64_t now,
                      const Notifications& n) {
  record::Describer describer = Begin(report::Kind::kLostWakeup, record, wait, now - since_ns);
  const auto giver = static_cast<graph::ThreadId>(n.last_thread.load(std::memory_order_relaxed));
  report::ThreadInfo& ended = describer.Thread(giver);
  ended.now = record::DescribeStack(static_cast<graph::StackId>(n.last_stack.load(std::memory_order_relaxed)));
  const std::string giver_name = ended.name;
  const std::string given_at = record::Place(ended.now);
  describer.finding().summary = "thread \"" + describer.ThreadName(record.thread()) + "\" waits for " +
                                describer.LockName(static_cast<graph::LockId>(wait.lock)) +
                                ", but its last notification, by thread \"" + giver_name + "\"" +
                                (given_at.empty() ? "" : " at " + given_at) + ", came " +
                                std::to_string((since_ns - n.last_ns.load(std::memory_order_relaxed)) / kMillisecond) +
                                " ms before it and found nobody waiting; every thread that ever notified has ended";
  describer.finding().advice =
      "Keep what happened in a variable under the lock and wait with a predicate on it: `wait(lock, [&] { return rung; "
      "})`.";
  report::Deliver(std::move(describer.finding()));
}

void ReportStall(const ThreadRecord& record, const WaitNow& wait, std::int64_t waited_ns) {
  record::Describer describer = Begin(report::Kind::kStall, record, wait, waited_ns);
  const auto lock = static_cast<graph::LockId>(wait.lock);
  std::string holders;
  if (wait.kind == WaitKind::kLock) {
    for (const ThreadRecord* other = record::FirstRecord(); other != nullptr; other = other->next) {
      const graph::ThreadId thread = other->thread();
      if (thread == graph::ThreadId::kNone || other == &record) continue;
      for (const record::HeldNow& held : record::HeldBy(*other)) {
        if (held.lock != lock) continue;
        const std::string place = record::Place(record::DescribeStack(held.stack));
        holders += std::string(holders.empty() ? ", held by thread \"" : " and \"") + describer.ThreadName(thread) +
                   "\"" + (place.empty() ? "" : " since " + place) + WaitOfHolder(describer, *other);
      }
    }
  }
  describer.finding().summary = "thread \"" + describer.ThreadName(record.thread()) + "\" has waited for " +
                                describer.LockName(lock) + " for " + std::to_string(waited_ns / kMillisecond) + " ms" +
                                holders;
  describer.finding().advice =
      "See what the holder or notifier is doing. A wait that may last is best given a limit; stall_ms sets this one.";
  report::Deliver(std::move(describer.finding()));
}

}  // namespace

void WaitProbe::Look() {
  const report::Options& options = report::Current();
  const std::int64_t now = record::NowNs();
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    if ((record->wait.seq.load(std::memory_order_acquire) & 1) == 0) continue;
    WaitNow wait;
    std::uint64_t seq = 0;
    std::int64_t since_ns = 0;
    const graph::ThreadId thread = record->thread();
    if (thread == graph::ThreadId::kNone || !record::ReadWait(*record, wait, seq, since_ns)) continue;
    if (const auto said = reported_.find(thread); said != reported_.end() && said->second == seq) continue;
    const std::int64_t waited = now - since_ns;
    record::LockEntry* entry = record::Find(static_cast<graph::LockId>(wait.lock));
    if (entry == nullptr || record->wait.seq.load(std::memory_order_acquire) != seq) continue;
    const Notifications* notifications = entry->notifications.load(std::memory_order_acquire);
    if (notifications != nullptr && waited >= options.lost_wakeup_ms * kMillisecond &&
        IsLostWakeup(wait, since_ns, *notifications)) {
      reported_[thread] = seq;
      ReportLostWakeup(*record, wait, since_ns, now, *notifications);
    } else if (waited >= options.stall_ms * kMillisecond && !wait.timed && wait.kind == WaitKind::kLock) {
      reported_[thread] = seq;
      ReportStall(*record, wait, waited);
    } else if (waited >= options.stall_ms * kMillisecond && !wait.timed && !wait.rechecked) {
      reported_[thread] = seq;
      ReportStall(*record, wait, waited);
    }
  }
}

}  // namespace snarl::probes
