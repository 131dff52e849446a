// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/wait_probe.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "snarl/probes/lost_wakeup.h"
#include "snarl/probes/thread_state.h"
#include "snarl/probes/wait_words.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/lock_table.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using record::ThreadRecord;

constexpr std::int64_t kMillisecond = 1'000'000;

// What the holder does itself, if that is to wait: for the sentence, and for the thread's own entry.
std::string DoingOfHolder(record::Describer& describer, const ThreadRecord& holder) {
  Waiter waiter;
  waiter.record = &holder;
  waiter.thread = holder.thread();
  if (!record::ReadWait(holder, waiter.wait, waiter.seq, waiter.since_ns)) {
    ThreadState state;
    return ReadThreadState(holder.os_id.load(std::memory_order_relaxed), state) ? ", which " + Words(state) : "";
  }
  const record::LockEntry* entry = record::Find(waiter.lock());
  if (entry != nullptr) waiter.kind = entry->kind;
  AddWait(describer, waiter, record::NowNs());
  const std::string place = record::Place(describer.Thread(holder.thread()).now);
  const std::string what = describer.LockName(waiter.lock());
  return ", which waits for " + what + (place.empty() ? "" : " at " + place);
}

void ReportStall(const Waiter& waiter, std::int64_t now) {
  record::Describer describer(report::Kind::kStall, report::Certainty::kLikely);
  const graph::LockId lock = waiter.lock();
  report::Step& step = describer.AddStep(waiter.thread, "waits", waiter.wait.stack);
  step.wanted = describer.Lock(lock);
  AddWait(describer, waiter, now);
  std::string holders;
  if (waiter.for_lock()) {
    for (const ThreadRecord* other = record::FirstRecord(); other != nullptr; other = other->next) {
      const graph::ThreadId thread = other->thread();
      if (thread == graph::ThreadId::kNone || other == waiter.record) continue;
      for (const record::HeldNow& held : record::HeldBy(*other)) {
        if (held.lock != lock) continue;
        const std::string place = record::Place(record::DescribeStack(held.stack));
        holders += std::string(holders.empty() ? ", held by thread \"" : " and \"") + describer.ThreadName(thread) +
                   "\"" + (place.empty() ? "" : " since " + place) + DoingOfHolder(describer, *other);
      }
    }
  }
  describer.finding().summary = "thread \"" + describer.ThreadName(waiter.thread) + "\" has waited for " +
                                describer.LockName(lock) + " for " +
                                std::to_string((now - waiter.since_ns) / kMillisecond) + " ms" + holders;
  describer.finding().advice =
      "See what the holder or notifier is doing. A wait that may last is best given a limit; stall_ms sets this one.";
  report::Deliver(std::move(describer.finding()));
}

}  // namespace

void WaitProbe::Look(const AllWaits& waits) {
  if (!waits.same()) {
    suspects_.clear();
    std::ranges::copy_if(waits.waiters(), std::back_inserter(suspects_),
                         [](const Waiter& waiter) { return waiter.for_lock() || !waiter.wait.rechecked; });
  }
  if (suspects_.empty()) return;
  const report::Options& options = report::Current();
  const std::int64_t now = record::NowNs();
  for (const Waiter& waiter : suspects_) {
    if (const auto said = reported_.find(waiter.thread); said != reported_.end() && said->second == waiter.seq)
      continue;
    if (!waiter.StoodStill()) continue;
    const std::int64_t waited = now - waiter.since_ns;
    const Lost lost = waited >= options.lost_wakeup_ms * kMillisecond ? LostForGood(waiter) : Lost::kNo;
    if (lost != Lost::kNo) {
      reported_[waiter.thread] = waiter.seq;
      report::Deliver(DescribeLost(waiter, lost, 0));
    } else if (waited >= options.stall_ms * kMillisecond) {
      reported_[waiter.thread] = waiter.seq;
      ReportStall(waiter, now);
    }
  }
}

}  // namespace snarl::probes
