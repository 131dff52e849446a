// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/waits_now.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "snarl/probes/each_thread.h"
#include "snarl/probes/kernel_view.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/semaphore_use.h"

namespace snarl::probes {

namespace {

using graph::LockId;
using graph::Needs;
using graph::ThreadId;
using record::LockKind;
using record::ThreadRecord;
using record::WaitKind;

using Holders = absl::flat_hash_map<LockId, std::vector<std::pair<ThreadId, record::Mode>>>;
using Waiting = absl::flat_hash_map<ThreadId, std::size_t>;

Holders ReadHolders() {
  Holders holders;
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    const ThreadId thread = record->thread();
    if (thread == ThreadId::kNone || record->depth.load(std::memory_order_acquire) == 0) continue;
    for (const record::HeldNow& held : record::HeldBy(*record)) holders[held.lock].emplace_back(thread, held.mode);
  }
  return holders;
}

// Whether the waiter was notified already and is now at the mutex: asked only where its holder waits too, since that is where
// it matters.
bool WasWoken(const Waiter& waiter, const Holders& holders, const Waiting& waiting) {
  if (waiter.wait.kind != WaitKind::kNotification || waiter.wait.with == 0) return false;
  const auto mutex = static_cast<LockId>(waiter.wait.with);
  const auto found = holders.find(mutex);
  const record::LockEntry* entry = record::Find(mutex);
  if (found == holders.end() || entry == nullptr) return false;
  const bool standing = std::all_of(found->second.begin(), found->second.end(),
                                    [&](const auto& holder) { return waiting.contains(holder.first); });
  FutexSleep sleep;
  return standing && SleepsAtFutex(waiter.record->os_id.load(std::memory_order_relaxed), sleep) &&
         sleep.futex == reinterpret_cast<std::uintptr_t>(entry->address);
}

// Who took from and posted to each semaphore, where any thread waits for one.
struct UseOf {
  ThreadId thread;
  record::SemaphoreUse use;
};
using SemaphoreUses = absl::flat_hash_map<const void*, std::vector<UseOf>>;

SemaphoreUses ReadSemaphoreUses(const std::vector<Waiter>& waiters) {
  SemaphoreUses uses;
  if (std::ranges::none_of(waiters, [](const Waiter& waiter) { return waiter.kind == LockKind::kSemaphore; }))
    return uses;
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    const ThreadId thread = record->thread();
    if (thread == ThreadId::kNone) continue;
    for (const record::SemaphoreUse& use : record::SemaphoresOf(*record)) uses[use.semaphore].push_back({thread, use});
  }
  return uses;
}

class Enders {
 public:
  Enders(const std::vector<Waiter>& waiters, const Holders& holders)
      : waiters_(waiters), holders_(holders), uses_(ReadSemaphoreUses(waiters)) {}

  Known Fill(const Waiter& waiter, graph::Wait& wait) const {
    if (waiter.for_lock()) {
      Lock(waiter, wait);
      return Known::kCertain;
    }
    if (waiter.kind == LockKind::kThread) {
      const record::LockEntry* entry = record::Find(wait.lock);
      const ThreadRecord* joined =
          entry == nullptr ? nullptr : record::FindByHandle(reinterpret_cast<std::uintptr_t>(entry->address));
      if (joined != nullptr) Add(wait, joined->thread());
      return Known::kCertain;
    }
    wait.needs = Needs::kAny;
    if (waiter.kind == LockKind::kSemaphore) return Semaphore(waiter, wait);
    const bool all_seen = Notifiers(waiter, wait);
    if (waiter.kind == LockKind::kBarrier) Barrier(waiter, wait);
    return all_seen && waiter.kind != LockKind::kFutex ? Known::kInferred : Known::kGuessed;
  }

 private:
  static void Add(graph::Wait& wait, ThreadId thread) {
    if (thread == ThreadId::kNone) return;
    if (std::find(wait.on.begin(), wait.on.end(), thread) == wait.on.end()) wait.on.push_back(thread);
  }

  void Lock(const Waiter& waiter, graph::Wait& wait) const {
    const bool shared = waiter.wait.shared && !waiter.woken;
    const auto found = holders_.find(wait.lock);
    if (found == holders_.end()) return;
    for (const auto& [thread, mode] : found->second) {
      if (!shared || mode == record::Mode::kExclusive) Add(wait, thread);
    }
    // Where a writer makes readers wait, they wait for it to come and go.
    if (!wait.on.empty() || !shared || !record::ReadersBlockReaders(waiter.kind)) return;
    for (const Waiter& other : waiters_) {
      if (other.for_lock() && other.lock() == wait.lock && !other.wait.shared) Add(wait, other.thread);
    }
  }

  // Who posted to it; as with a lock, who took and did not give back may do so. If it is used as a lock, only that one.
  Known Semaphore(const Waiter& waiter, graph::Wait& wait) const {
    const record::LockEntry* entry = record::Find(wait.lock);
    const auto found = uses_.find(entry == nullptr ? nullptr : entry->address);
    if (found == uses_.end()) return Known::kInferred;
    for (const UseOf& one : found->second) {
      if (one.use.taken && waiter.as_lock_since != 0 && one.use.when >= waiter.as_lock_since) Add(wait, one.thread);
    }
    if (wait.on.size() == 1 && wait.on.front() != waiter.thread) return Known::kAsLock;
    wait.on.clear();
    for (const UseOf& one : found->second) {
      if (one.thread != waiter.thread) Add(wait, one.thread);
    }
    return Known::kInferred;
  }

  // Those who notified it, woke somebody there, or arrived there, and still live. False where there were more than are known.
  static bool Notifiers(const Waiter& waiter, graph::Wait& wait) {
    const record::LockEntry* entry = record::Find(wait.lock);
    const record::Notifications* n = entry == nullptr ? nullptr : entry->notifications.load(std::memory_order_acquire);
    if (n == nullptr) return false;
    for (const auto& poster : n->posters) {
      const auto thread = static_cast<ThreadId>(poster.load(std::memory_order_relaxed));
      if (thread != ThreadId::kNone && thread != waiter.thread && !record::Exited(thread)) Add(wait, thread);
    }
    return !n->more.load(std::memory_order_relaxed);
  }

  // Those who are there already are not missed; if no more are known than are missing, all of them are needed.
  void Barrier(const Waiter& waiter, graph::Wait& wait) const {
    std::uint32_t here = 0;
    for (const Waiter& other : waiters_) {
      if (other.lock() != waiter.lock()) continue;
      ++here;
      wait.on.erase(std::remove(wait.on.begin(), wait.on.end(), other.thread), wait.on.end());
    }
    const record::Notifications* n = record::NotificationsOf(wait.lock);
    const std::uint32_t parties = n == nullptr ? 0 : n->parties.load(std::memory_order_relaxed);
    if (wait.on.size() + here <= parties) wait.needs = Needs::kAll;
  }

  const std::vector<Waiter>& waiters_;
  const Holders& holders_;
  SemaphoreUses uses_;
};

// Whether a thread of another process, or a handler of a signal, could end it.
bool EndsFromOutside(const Waiter& waiter, const FutexSleep& sleep, bool signals) {
  const bool interrupted = waiter.kind == LockKind::kSemaphore || waiter.kind == LockKind::kFutex;
  return (interrupted && signals) || (sleep.shared && IsSharedMemory(sleep.futex));
}

// False where one of them does something else than to sleep for good, or there is a thread that is none of them.
bool AllAsleep(const std::vector<Waiter>& waiters, bool signals, std::vector<FutexSleep>& sleeps) {
  absl::flat_hash_map<std::uint32_t, const Waiter*> by_os_id;
  for (const Waiter& waiter : waiters) by_os_id[waiter.record->os_id.load(std::memory_order_relaxed)] = &waiter;
  std::vector<std::uint32_t> threads;
  if (!ListThreads(threads) || threads.size() != waiters.size()) return false;
  std::sort(threads.begin(), threads.end());
  for (const std::uint32_t os_id : threads) {
    const auto found = by_os_id.find(os_id);
    if (found == by_os_id.end() || !found->second->StoodStill()) return false;
    if (found->second->for_lock() && found->second->kind == LockKind::kSpinLock) continue;
    FutexSleep& sleep = sleeps.emplace_back();
    if (!SleepsAtFutex(os_id, sleep) || sleep.limited) return false;
    if (EndsFromOutside(*found->second, sleep, signals)) return false;
  }
  return true;
}

}  // namespace

std::vector<graph::Wait> WaitsNow::As(Known at_least) const {
  std::vector<graph::Wait> as = waits;
  for (std::size_t i = 0; i < as.size(); ++i) {
    if (known[i] > at_least) as[i].on.clear();
  }
  return as;
}

void WaitsNow::Suppose() {
  for (std::size_t i = 0; i < waits.size(); ++i) {
    if (!waits[i].on.empty() || waiters[i].for_lock() || waiters[i].kind == LockKind::kThread) continue;
    for (std::size_t j = 0; j < waits.size(); ++j) {
      const auto& on = waits[j].on;
      if (!waiters[j].for_lock() || std::find(on.begin(), on.end(), waits[i].thread) == on.end()) continue;
      waits[i].on.push_back(waits[j].thread);
      known[i] = Known::kSupposed;
    }
  }
}

std::vector<Waiter> ReadWaiters(bool& everybody) {
  std::vector<Waiter> waiters;
  everybody = true;
  ForEachThread([&](const ThreadRecord& record, ThreadId thread) {
    Waiter waiter;
    waiter.record = &record;
    waiter.thread = thread;
    const bool waits = record::ReadWait(record, waiter.wait, waiter.seq, waiter.since_ns) && !waiter.wait.timed;
    const record::LockEntry* entry = waits ? record::Find(static_cast<LockId>(waiter.wait.lock)) : nullptr;
    everybody = everybody && entry != nullptr;
    if (entry == nullptr) return;
    waiter.kind = entry->kind;
    if (waiter.kind == LockKind::kSemaphore) waiter.as_lock_since = record::UsedAsLockSince(entry->address);
    waiters.push_back(waiter);
  });
  return waiters;
}

WaitsNow WhoWaitsForWhom(std::vector<Waiter> waiters) {
  const Holders holders = ReadHolders();
  Waiting waiting;
  for (std::size_t i = 0; i < waiters.size(); ++i) waiting[waiters[i].thread] = i;
  for (Waiter& waiter : waiters) waiter.woken = WasWoken(waiter, holders, waiting);
  WaitsNow now;
  const Enders enders(waiters, holders);
  for (const Waiter& waiter : waiters) {
    graph::Wait wait;
    wait.thread = waiter.thread;
    wait.lock = waiter.lock();
    now.known.push_back(enders.Fill(waiter, wait));
    now.waits.push_back(std::move(wait));
  }
  now.waiters = std::move(waiters);
  return now;
}

bool NobodyCanGoOn(const std::vector<Waiter>& waiters) {
  const bool signals = HandlesSignals();
  std::vector<FutexSleep> before;
  std::vector<FutexSleep> after;
  if (!AllAsleep(waiters, signals, before)) return false;
  absl::SleepFor(absl::Milliseconds(10));
  return AllAsleep(waiters, signals, after) && before == after;
}

}  // namespace snarl::probes
