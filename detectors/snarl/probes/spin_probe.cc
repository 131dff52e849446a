// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/spin_probe.h"

#include <algorithm>
#include <string>
#include <utility>

#include "snarl/probes/each_thread.h"
#include "snarl/probes/outsiders.h"
#include "snarl/probes/thread_clock.h"
#include "snarl/probes/thread_state.h"
#include "snarl/probes/thread_table.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/waiting.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using record::LockKind;
using record::ThreadRecord;

// Of its processor time, for one question: whoever does more in between may be at work.
constexpr std::int64_t kMostPerYieldNs = 20'000;
constexpr std::int64_t kMostPerTryNs = 10'000;
constexpr std::size_t kMostPlaces = 4;
// So much must have been seen of it: a score of the kernel's ticks, by which its time is told from the program's.
constexpr std::int64_t kLeastBusyNs = 200'000'000;
// Unless it gets next to no processor, since others want them all and it gives each away at once: then nearly all of its yields,
// and so many, must have come without anything done in between.
constexpr std::uint64_t kLeastStarvedYields = 100;
constexpr int kMostQuietLooks = 10;

// Whether only a thread of this process ends such a wait.
bool EndsInside(std::uint64_t lock) {
  const record::LockEntry* entry = record::Find(static_cast<graph::LockId>(lock));
  if (entry == nullptr) return false;
  switch (entry->kind) {
    case LockKind::kMutex:
    case LockKind::kRecursiveMutex:
    case LockKind::kTimedMutex:
    case LockKind::kSharedMutex:
    case LockKind::kAbslMutex:
    case LockKind::kConditionVariable:
    case LockKind::kRobustMutex:
    case LockKind::kRwlock:
    case LockKind::kWriterFirstRwlock:
    case LockKind::kSpinLock:
    case LockKind::kSemaphore:
    case LockKind::kBarrier:
    case LockKind::kFutex:
    case LockKind::kFuture:
    case LockKind::kOnceFlag:
    case LockKind::kStaticVariable:
    case LockKind::kThread:
      return true;
    default:
      return false;
  }
}

const ThreadRecord* HolderOf(std::uint64_t lock) {
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() == graph::ThreadId::kNone) continue;
    for (const record::HeldNow& held : record::HeldBy(*record)) {
      if (static_cast<std::uint64_t>(held.lock) == lock) return record;
    }
  }
  return nullptr;
}

bool ReadBusy(const ThreadRecord& record, ThreadTimes& times, ThreadState& state) {
  const std::uint32_t os_id = record.os_id.load(std::memory_order_relaxed);
  return ReadThreadTimes(os_id, times) && ReadThreadState(os_id, state);
}

}  // namespace

bool SpinProbe::AnybodyAsks() {
  quiet_ = stir_.Stirred() ? 0 : std::min(quiet_ + 1, kMostQuietLooks + 1);
  return quiet_ <= kMostQuietLooks;
}

SpinProbe::Picture SpinProbe::TakePicture() {
  Picture picture;
  absl::flat_hash_map<graph::ThreadId, Counts> counts;
  ForEachThread([&](const ThreadRecord& record, graph::ThreadId thread) {
    Counts now = {record.polls.yields.load(std::memory_order_relaxed),
                  record.polls.quick_yields.load(std::memory_order_relaxed),
                  record.polls.tries.load(std::memory_order_relaxed)};
    const auto last = counts_.find(thread);
    const Counts before = last == counts_.end() ? now : last->second;
    const auto asked = picture_.asking.find(thread);
    const bool asks = now.tries > before.tries || now.yields > before.yields;
    now.quiet = asks ? 0 : before.quiet + 1;
    if (now.yields != 0 || now.tries != 0) counts.emplace(thread, now);
    record::WaitNow wait;
    std::uint64_t seq = 0;
    std::int64_t since_ns = 0;
    if (now.tries > before.tries) {
      picture.asking.emplace(thread, record.polls.lock.load(std::memory_order_relaxed));
    } else if (now.yields > before.yields) {
      picture.asking.emplace(thread, 0);
    } else if (asked != picture_.asking.end() && now.quiet <= kMostQuietLooks && !record::IsWaiting(record)) {
      picture.asking.emplace(thread, asked->second);
    } else if (record::ReadWait(record, wait, seq, since_ns) && !wait.timed && EndsInside(wait.lock)) {
      picture.still.emplace(thread, seq);
    } else {
      picture.nobody_else = false;
    }
  });
  counts_ = std::move(counts);
  return picture;
}

void SpinProbe::Begin(const Picture& picture) {
  picture_ = picture;
  since_ns_ = record::NowNs();
  asking_.clear();
  if (!picture.nobody_else) return;
  for (const auto& [thread, lock] : picture.asking) {
    const ThreadRecord* record = record::FindThread(thread);
    Asking asking;
    ThreadTimes times;
    ThreadState state;
    if (record == nullptr || !ReadBusy(*record, times, state)) continue;
    asking.busy_ns = times.busy_ns;
    asking.awake_ns = times.busy_ns + times.ready_ns;
    asking.yields = counts_[thread].yields;
    asking.quick_yields = counts_[thread].quick_yields;
    asking.tries = counts_[thread].tries;
    asking.lock = lock;
    asking.busy_ms = state.busy_ms;
    asking.kernel_ms = state.kernel_ms;
    asking_.emplace(thread, std::move(asking));
  }
}

bool SpinProbe::IsSpin(graph::ThreadId thread, Asking& asking) const {
  const ThreadRecord* record = record::FindThread(thread);
  if (record == nullptr) return false;
  asking.places.insert(record->polls.stack.load(std::memory_order_relaxed));
  ThreadTimes times;
  ThreadState state;
  const std::int64_t wall_ns = record::NowNs() - since_ns_;
  if (wall_ns < report::Current().spin_ms * 1'000'000) return false;
  if (asking.places.size() > kMostPlaces || !ReadBusy(*record, times, state)) return false;
  const std::int64_t busy_ns = times.busy_ns - asking.busy_ns;
  const std::int64_t awake_ns = times.busy_ns + times.ready_ns - asking.awake_ns;
  if (awake_ns < wall_ns / 5 * 4) return false;
  const bool starved = busy_ns < kLeastBusyNs;
  if (asking.lock != 0) {
    if (starved) return false;
    const auto tries = static_cast<std::int64_t>(counts_.at(thread).tries - asking.tries);
    const ThreadRecord* holder = HolderOf(asking.lock);
    return busy_ns <= tries * kMostPerTryNs && holder != nullptr &&
           (holder == record || picture_.still.contains(holder->thread()));
  }
  if (picture_.asking.size() != 1) return false;
  const Counts& counts = counts_.at(thread);
  const std::uint64_t yields = counts.yields - asking.yields;
  if (starved) return yields >= kLeastStarvedYields && counts.quick_yields - asking.quick_yields >= yields / 10 * 9;
  // Most of its time it is not even in the program.
  const bool in_kernel = 2 * (state.kernel_ms - asking.kernel_ms) >= state.busy_ms - asking.busy_ms;
  return busy_ns <= static_cast<std::int64_t>(yields) * kMostPerYieldNs && in_kernel;
}

void SpinProbe::Report(graph::ThreadId thread, const Asking& asking) const {
  ThreadTable table = ReadThreadTable();
  report::Finding finding = std::move(table.finding);
  finding.kind = report::Kind::kSpin;
  finding.witness.clear();
  record::Describer describer(report::Kind::kSpin, report::Certainty::kLikely);
  const ThreadRecord* record = record::FindThread(thread);
  const graph::StackId at =
      record == nullptr ? graph::StackId::kNone : record->polls.stack.load(std::memory_order_relaxed);
  report::Step& step = describer.AddStep(thread, "spins", at);
  step.wanted = describer.Lock(static_cast<graph::LockId>(asking.lock));
  const std::string name = "thread \"" + describer.ThreadName(thread) + "\"";
  const Counts& counts = counts_.at(thread);
  const std::string wants = asking.lock != 0
                                ? " tries " + describer.LockName(static_cast<graph::LockId>(asking.lock)) +
                                      " again and again, " + std::to_string(counts.tries - asking.tries) + " times"
                                : " polls, and yielded " + std::to_string(counts.yields - asking.yields) + " times";
  finding.summary = name + wants + " in " + std::to_string((record::NowNs() - since_ns_) / 1'000'000) +
                    " ms, while every other thread stands still: nobody is left to change what it asks for";
  finding.advice =
      "See what the others wait for, and who was to end this: a flag that nobody sets, a lock that is kept. Sleep "
      "until "
      "somebody wakes it (a condition variable, std::atomic::wait) instead of asking again and again.";
  finding.witness.push_back(describer.finding().witness.front());
  report::Deliver(std::move(finding));
}

void SpinProbe::Look() {
  if (!AnybodyAsks()) return;
  const Picture picture = TakePicture();
  if (!(picture == picture_)) return Begin(picture);
  if (!picture.nobody_else || picture.asking.empty()) return;
  bool all = asking_.size() == picture.asking.size();
  for (auto& [thread, asking] : asking_) all = IsSpin(thread, asking) && all;
  if (!all || OutsidersMayHelp()) return;
  for (const auto& [thread, asking] : asking_) {
    if (reported_.insert(thread).second) Report(thread, asking);
  }
}

}  // namespace snarl::probes
