// SPDX-License-Identifier: Apache-2.0
#include "preload/fork_orphans.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "preload/native_lock.h"
#include "snarl/record/describe.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/misuse.h"
#include "snarl/record/waiting.h"
#include "snarl/report/sink.h"

namespace snarl::preload {

namespace {

struct Orphan {
  std::uint64_t lock = 0;
  std::uint64_t info = 0;    // HeldSlot's
  std::uint32_t holder = 0;  // as the kernel knew it
};

// A child that inherits more keeps the first.
constexpr std::size_t kMost = 256;
constinit std::array<Orphan, kMost> orphans = {};
constinit std::size_t orphan_count = 0;

// Whether the lock is still locked by the holder that is gone, and no other process may release it.
bool IsLost(const record::LockEntry& entry, const Orphan& orphan) noexcept {
  const auto holder = static_cast<int>(orphan.holder);
  switch (entry.kind) {
    case record::LockKind::kMutex:
    case record::LockKind::kRecursiveMutex:
    case record::LockKind::kRobustMutex: {
      const auto& mutex = static_cast<const pthread_mutex_t*>(entry.address)->__data;
      return (mutex.__kind & kMutexShared) == 0 && mutex.__owner == holder;
    }
    case record::LockKind::kRwlock:
    case record::LockKind::kWriterFirstRwlock: {
      const auto& rwlock = static_cast<const pthread_rwlock_t*>(entry.address)->__data;
      return rwlock.__shared == 0 && rwlock.__cur_writer == holder;
    }
    default:
      return false;
  }
}

void Report(const ThreadRecord& record, const record::WaitNow& wait, const Orphan& orphan) {
  record::Describer describer(report::Kind::kOrphanedLock, report::Certainty::kCertain);
  const auto lock = static_cast<graph::LockId>(wait.lock);
  report::Step& step = describer.AddStep(record.thread(), "waits", wait.stack);
  step.wanted = describer.Lock(lock);
  step.first = record::DescribeStack(record::HeldStack(orphan.info));
  const std::string taken = record::Place(step.first);
  report::ThreadInfo& thread = describer.Thread(record.thread());
  thread.waits_for = step.wanted;
  thread.waits_how = wait.shared ? "shared" : "exclusive";
  thread.now = step.second;
  describer.finding().summary = "thread \"" + thread.name + "\" waits for " + describer.LockName(lock) +
                                ", which another thread of the parent held at the fork" +
                                (taken.empty() ? "" : ", since " + taken) + "; in this process nobody can release it";
  describer.finding().advice =
      "Between fork() and exec() call only what is async-signal-safe, or fork while no other thread holds the lock "
      "(pthread_atfork).";
  if (wait.timed) {
    report::Deliver(std::move(describer.finding()));
  } else {
    record::DeliverHang(std::move(describer.finding()));
  }
}

void OnWait(ThreadRecord& record, const record::WaitNow& wait) noexcept {
  if (wait.kind != record::WaitKind::kLock) return;
  const auto end = orphans.begin() + static_cast<std::ptrdiff_t>(orphan_count);
  const auto orphan = std::find_if(orphans.begin(), end, [&](const Orphan& o) { return o.lock == wait.lock; });
  if (orphan == end) return;
  const record::LockEntry* entry = record::Find(static_cast<graph::LockId>(wait.lock));
  if (entry == nullptr || !IsLost(*entry, *orphan)) return;
  const report::Guest guest;
  Report(record, wait, *orphan);
}

// Before the fork: the list of records is cut at the thread's own.
struct Records {
  const ThreadRecord* first;
  const ThreadRecord* behind_self;
};
thread_local constinit Records records __attribute__((tls_model("initial-exec"))) = {nullptr, nullptr};

void Note(const ThreadRecord* from) noexcept {
  for (const ThreadRecord* record = from; record != nullptr && record != record::self; record = record->next) {
    if (record->thread() == graph::ThreadId::kNone) continue;
    const record::HeldSlot* held = record->held.load(std::memory_order_relaxed);
    for (std::uint32_t i = 0; i < record->depth.load(std::memory_order_relaxed) && orphan_count < kMost; ++i) {
      orphans[orphan_count++] = {held[i].lock.load(std::memory_order_relaxed),
                                 held[i].info.load(std::memory_order_relaxed),
                                 record->os_id.load(std::memory_order_relaxed)};
    }
  }
}

}  // namespace

void BeforeForkOrphans() noexcept {
  records = {record::FirstRecord(), record::self != nullptr ? record::self->next : nullptr};
}

void NoteForkOrphans() noexcept {
  Note(records.first);
  Note(records.behind_self);
  records = {nullptr, nullptr};
  if (orphan_count != 0) record::on_wait.store(&OnWait, std::memory_order_relaxed);
}

}  // namespace snarl::preload
