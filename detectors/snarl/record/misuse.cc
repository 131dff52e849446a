// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/misuse.h"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/describe.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/record/stack_table.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::record {

namespace {

struct Orphans {
  absl::Mutex mutex;
  absl::flat_hash_map<graph::LockId, Orphaned> locks ABSL_GUARDED_BY(mutex);
};

Orphans& TheOrphans() {
  static Orphans& orphans = *[] {
    auto* made = new Orphans;
    HoldAcrossFork(made->mutex);
    return made;
  }();
  return orphans;
}

// A thread that holds `lock`; null where none does.
const ThreadRecord* HolderOf(graph::LockId lock) {
  for (const ThreadRecord* record = FirstRecord(); record != nullptr; record = record->next) {
    if (record->depth.load(std::memory_order_acquire) == 0) continue;
    for (const HeldNow& held : HeldBy(*record)) {
      if (held.lock == lock) return record;
    }
  }
  return nullptr;
}

}  // namespace

void ReportSelfWaitSlow(ThreadRecord& record, graph::LockId lock, int place, Mode wanted, graph::StackId at) noexcept {
  const report::Guest guest;
  const std::uint64_t info = record.held.load(std::memory_order_relaxed)[place].info.load(std::memory_order_relaxed);
  // Two shared holdings of one lock wait only if a writer comes between: possible, not certain, and no finding of ours.
  if (HeldMode(info) == Mode::kShared && wanted == Mode::kShared) return;
  Describer describer(report::Kind::kSelfDeadlock, report::Certainty::kCertain);
  report::Step& step = describer.AddStep(record.thread(), "waits", at);
  step.held = step.wanted = describer.Lock(lock);
  step.first = DescribeStack(HeldStack(info));
  report::ThreadInfo& thread = describer.Thread(record.thread());
  thread.waits_for = step.wanted;
  thread.waits_how = wanted == Mode::kShared ? "shared" : "exclusive";
  thread.now = step.second;
  const bool upgrade = HeldMode(info) == Mode::kShared;
  describer.finding().summary = "thread \"" + thread.name + "\" waits for " + describer.LockName(lock) +
                                (upgrade ? " exclusively while it holds it shared" : ", which it holds itself");
  describer.finding().advice = upgrade ? "Let go of the shared holding before asking for the exclusive one, or take "
                                         "the lock exclusively from the start."
                                       : "Split the function: one that takes the lock, and one that requires it "
                                         "(SNARL_REQUIRES) and is called while it "
                                         "is held. A recursive lock also ends the hang, but hides who guards what.";
  DeliverHang(std::move(describer.finding()));
}

void NotHeldSlow(ThreadRecord& record, graph::LockId lock) noexcept {
  if (memory_is_out.load(std::memory_order_relaxed)) return;  // it may have been taken unfollowed
  const report::Guest guest;
  const graph::StackId at = CaptureStack();
  const ThreadRecord* holder = lock == graph::LockId::kNone ? nullptr : HolderOf(lock);
  Describer describer(holder != nullptr ? report::Kind::kUnlockNotOwner : report::Kind::kUnlockUnlocked,
                      report::Certainty::kCertain);
  report::Step& step = describer.AddStep(record.thread(), "unlocks", at);
  step.held = describer.Lock(lock);
  const std::string name = describer.ThreadName(record.thread());
  if (holder != nullptr) {
    holder->released_by_other.store(static_cast<std::uint64_t>(lock), std::memory_order_relaxed);
    describer.finding().summary = "thread \"" + name + "\" unlocks " + describer.LockName(lock) + ", which thread \"" +
                                  describer.ThreadName(holder->thread()) + "\" holds";
    describer.finding().advice =
        "Unlock on the thread that locked, best by a guard (std::scoped_lock). To hand work over, use a semaphore.";
  } else {
    describer.finding().summary =
        "thread \"" + name + "\" unlocks " + describer.LockName(lock) + ", which nobody holds";
    describer.finding().advice = "Let a guard (std::scoped_lock) pair every lock with one unlock.";
  }
  report::Deliver(std::move(describer.finding()));
}

void ReportIfHeldSlow(graph::LockId lock) noexcept {
  const report::Guest guest;
  const ThreadRecord* holder = HolderOf(lock);
  if (holder == nullptr) return;
  Describer describer(report::Kind::kDestroyLocked, report::Certainty::kCertain);
  if (const ThreadRecord* record = self)
    describer.AddStep(record->thread(), "destroys", CaptureStack()).held = describer.Lock(lock);
  describer.finding().summary = "destruction of " + describer.LockName(lock) + ", which thread \"" +
                                describer.ThreadName(holder->thread()) + "\" holds";
  describer.finding().advice =
      "Let the lock outlive its holders: join the threads that use it, or own it by a std::shared_ptr.";
  report::Deliver(std::move(describer.finding()));
}

void ReportOrphans(const ThreadRecord& record) {
  for (const HeldNow& held : HeldBy(record)) {
    const LockEntry* entry = Find(held.lock);
    if (entry == nullptr || entry->kind == LockKind::kRobustMutex) continue;
    if (record.released_by_other.load(std::memory_order_relaxed) == static_cast<std::uint64_t>(held.lock)) continue;
    Describer describer(report::Kind::kOrphanedLock, report::Certainty::kCertain);
    describer.AddStep(record.thread(), "took", held.stack).held = describer.Lock(held.lock);
    describer.finding().summary = "thread \"" + describer.ThreadName(record.thread()) + "\" ended while it held " +
                                  describer.LockName(held.lock) + ", which nobody can take any more";
    describer.finding().advice = "Release the lock on every way out of the thread, best by a guard (std::scoped_lock).";
    const bool said = report::Deliver(std::move(describer.finding())) != report::Delivered::kSuppressed;
    Orphans& orphans = TheOrphans();
    const absl::MutexLock lock(&orphans.mutex);
    orphans.locks[held.lock] = said ? Orphaned::kReported : Orphaned::kSuppressed;
  }
}

Orphaned WasOrphaned(graph::LockId lock) {
  Orphans& orphans = TheOrphans();
  const absl::MutexLock guard(&orphans.mutex);
  const auto found = orphans.locks.find(lock);
  return found == orphans.locks.end() ? Orphaned::kNo : found->second;
}

report::Delivered DeliverHang(report::Finding finding) {
  const report::Delivered delivered = report::Deliver(std::move(finding));
  if (delivered != report::Delivered::kSuppressed) ObeyOnDeadlock();
  return delivered;
}

void ObeyOnDeadlock() {
  const report::Options& options = report::Current();
  if (options.on_deadlock == "report") return;
  report::Finish("watchdog");
  if (options.on_deadlock == "abort") std::abort();
  const int status = static_cast<int>(options.exitcode);
  report::Guest::StopHiding();
  _exit(status);
}

}  // namespace snarl::record
