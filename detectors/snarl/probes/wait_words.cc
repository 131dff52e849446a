// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/wait_words.h"

#include <algorithm>

#include "snarl/record/chain.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/misuse.h"
#include "snarl/record/semaphore_use.h"

namespace snarl::probes {

namespace {

using record::LockKind;

const record::Notifications* NotificationsOf(const Waiter& waiter) {
  const record::LockEntry* entry = record::Find(waiter.lock());
  return entry == nullptr ? nullptr : entry->notifications.load(std::memory_order_acquire);
}

// " (2 of 3 are there)"
std::string Arrived(const Waiter& waiter) {
  const record::Notifications* n = NotificationsOf(waiter);
  const std::uint32_t parties = n == nullptr ? 0 : n->parties.load(std::memory_order_relaxed);
  if (parties == 0) return "";
  return " (" + std::to_string(n->waiters.load(std::memory_order_relaxed)) + " of " + std::to_string(parties) +
         " are there)";
}

// ", notified last by "ringer" at bell.cc:12, before this wait"
std::string LastNotification(record::Describer& describer, const Waiter& waiter) {
  const record::Notifications* n = NotificationsOf(waiter);
  if (n == nullptr || n->count.load(std::memory_order_acquire) == 0) return ", which nobody has notified";
  const auto by = static_cast<graph::ThreadId>(n->last_thread.load(std::memory_order_relaxed));
  const std::string place =
      record::Place(record::DescribeStack(static_cast<graph::StackId>(n->last_stack.load(std::memory_order_relaxed))));
  const bool before = n->last_ns.load(std::memory_order_relaxed) < waiter.since_ns;
  return ", notified last by \"" + describer.ThreadName(by) + "\"" + (place.empty() ? "" : " at " + place) +
         (before ? ", before this wait" : "");
}

bool Has(const std::vector<Waiter>& hang, LockKind kind) {
  return std::any_of(hang.begin(), hang.end(),
                     [&](const Waiter& waiter) { return !waiter.for_lock() && waiter.kind == kind; });
}

bool IsOnce(const Waiter& waiter) {
  return waiter.for_lock() && (waiter.kind == LockKind::kOnceFlag || waiter.kind == LockKind::kStaticVariable);
}

}  // namespace

std::string WaitsHow(const Waiter& waiter) {
  if (waiter.for_lock()) return waiter.wait.shared && !waiter.woken ? "shared" : "exclusive";
  switch (waiter.kind) {
    case LockKind::kThread:
      return "join";
    case LockKind::kSemaphore:
      return "post";
    case LockKind::kBarrier:
      return "arrival";
    case LockKind::kFutex:
      return "wake-up";
    case LockKind::kFuture:
      return "value";
    default:
      return "notification";
  }
}

std::string WaitsBecauseOf(record::Describer& describer, const Waiter& waiter, Known known, graph::ThreadId by) {
  const std::string what = describer.LockName(waiter.lock());
  if (known == Known::kSupposed) {
    const bool barrier = waiter.kind == LockKind::kBarrier;
    return (barrier ? "waits at " + what + Arrived(waiter) : "waits for " + what) + ", perhaps to be ended by ";
  }
  if (waiter.for_lock()) {
    const record::ThreadRecord* holder = record::FindThread(by);
    const bool holds = holder == nullptr || record::FindHeld(*holder, static_cast<std::uint64_t>(waiter.lock())) >= 0;
    const std::string woken = waiter.woken ? "was notified and " : "";
    return woken + "waits for " + what + (holds ? ", held by " : ", behind the writer ");
  }
  switch (waiter.kind) {
    case LockKind::kThread:
      return "waits for the end of ";
    case LockKind::kSemaphore: {
      const record::ThreadRecord* ender = record::FindThread(by);
      const record::LockEntry* entry = record::Find(waiter.lock());
      const bool took = ender != nullptr && entry != nullptr && record::HasTaken(*ender, entry->address);
      return "waits for " + what + (took ? ", taken and not given back by " : ", posted before by ");
    }
    case LockKind::kBarrier:
      return "waits at " + what + Arrived(waiter) + " for ";
    case LockKind::kFutex:
      return "waits at " + what + ", where others were woken by ";
    default:
      return "waits for " + what + ", notified before by ";
  }
}

std::string WaitsForNobody(record::Describer& describer, const Waiter& waiter) {
  const std::string what = describer.LockName(waiter.lock());
  if (waiter.for_lock()) {
    return "waits for " + what +
           (record::WasOrphaned(waiter.lock()) != record::Orphaned::kNo ? ", whose holder has ended"
                                                                        : ", whose holder is not known");
  }
  switch (waiter.kind) {
    case LockKind::kThread:
      return "waits for " + what;
    case LockKind::kSemaphore:
      return "waits for " + what + ", to which nobody is left to post";
    case LockKind::kBarrier:
      return "waits at " + what + Arrived(waiter) + ", and nobody is left to come";
    case LockKind::kFutex:
      return "waits at " + what + ", and nobody is left to wake it";
    case LockKind::kFuture:
      return "waits for " + what + ", and nobody is left to make it ready";
    default:
      return "waits for " + what + LastNotification(describer, waiter);
  }
}

std::string Advice(const std::vector<Waiter>& hang, bool ring) {
  const auto for_lock = [](const Waiter& waiter) { return waiter.for_lock(); };
  const bool locks = std::any_of(hang.begin(), hang.end(), for_lock);
  if (std::all_of(hang.begin(), hang.end(), for_lock)) {
    if (hang.size() == 2 && hang[0].lock() == hang[1].lock()) {
      return "Take the lock once: who reads already waits behind the writer that waits for it. Split the function, as "
             "with any "
             "lock that is not recursive.";
    }
    if (std::any_of(hang.begin(), hang.end(), IsOnce)) {
      return "Take no lock inside of what is done once, or none around it that the initialisation needs.";
    }
    return "Take these locks in the same order on every thread, or all at once (std::scoped_lock), or wait for the "
           "second "
           "one with a limit and let go of the first when it is reached.";
  }
  if (ring && locks && Has(hang, LockKind::kThread)) {
    return "Let go of the lock before joining: the thread that is joined needs it to come to its end.";
  }
  if (ring && locks) {
    return "Let go of every other lock before waiting to be woken: whoever is to do it needs them. A condition "
           "variable "
           "releases only the one lock it is given.";
  }
  if (Has(hang, LockKind::kBarrier)) {
    return "Make as many threads arrive as the barrier was made for, also on the ways out by an error; or make it for "
           "fewer.";
  }
  if (Has(hang, LockKind::kSemaphore)) {
    return "Post on every way out of what the wait is for, and before waiting for the other side; semaphores used as "
           "locks "
           "want one order on every thread, as locks do.";
  }
  if (Has(hang, LockKind::kFuture)) {
    return "Set a value or an exception on every way out of whoever owns the promise, and let no task wait for one "
           "that is "
           "queued behind it in the same pool.";
  }
  if (Has(hang, LockKind::kConditionVariable)) {
    return "Before joining or waiting for others, change what they wait for and notify all of them: under the lock, "
           "with a "
           "predicate at the wait.";
  }
  if (Has(hang, LockKind::kFutex)) {
    return "Store what is waited for, and notify, on every way out of whoever is waited for; a latch wants as many "
           "counts as "
           "it was made for.";
  }
  return "Let no thread wait for the end of one that, directly or not, waits for its own.";
}

void AddWait(record::Describer& describer, const Waiter& waiter, std::int64_t now_ns) {
  const std::uint64_t waits_for = describer.Lock(waiter.lock());
  report::ThreadInfo& thread = describer.Thread(waiter.thread);
  thread.waits_for = waits_for;
  thread.waits_how = WaitsHow(waiter);
  thread.waited_ms = (now_ns - waiter.since_ns) / 1'000'000;
  thread.now = record::DescribeStack(waiter.wait.stack);
}

}  // namespace snarl::probes
