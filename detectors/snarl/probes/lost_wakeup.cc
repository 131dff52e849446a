// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/lost_wakeup.h"

#include <algorithm>
#include <string>
#include <utility>

#include "snarl/probes/wait_words.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"

namespace snarl::probes {

namespace {

using record::Notifications;

constexpr std::int64_t kMillisecond = 1'000'000;

const Notifications* NotificationsOf(const Waiter& waiter) {
  const record::LockEntry* entry = record::Find(waiter.lock());
  if (waiter.for_lock() || waiter.kind != record::LockKind::kConditionVariable || entry == nullptr) return nullptr;
  const Notifications* n = entry->notifications.load(std::memory_order_acquire);
  return n != nullptr && n->count.load(std::memory_order_acquire) != 0 ? n : nullptr;
}

bool CameTooEarly(const Waiter& waiter, const Notifications& n) {
  return n.last_ns.load(std::memory_order_relaxed) <= waiter.since_ns &&
         n.last_waiters.load(std::memory_order_relaxed) == 0;
}

}  // namespace

Lost LostForGood(const Waiter& waiter) {
  const Notifications* n = NotificationsOf(waiter);
  if (n == nullptr || waiter.wait.rechecked || n->more.load(std::memory_order_relaxed)) return Lost::kNo;
  if (!CameTooEarly(waiter, *n)) return Lost::kNo;
  for (const auto& poster : n->posters) {
    const auto thread = static_cast<graph::ThreadId>(poster.load(std::memory_order_relaxed));
    if (thread != graph::ThreadId::kNone && !record::Exited(thread)) return Lost::kNo;
  }
  return Lost::kTooEarly;
}

Lost LostAmongTheStuck(const Waiter& waiter, const std::vector<Waiter>& all) {
  const Notifications* n = NotificationsOf(waiter);
  if (n == nullptr) return Lost::kNo;
  if (CameTooEarly(waiter, *n)) {
    const auto notifier = static_cast<graph::ThreadId>(n->last_thread.load(std::memory_order_relaxed));
    const bool in_turn = std::any_of(all.begin(), all.end(), [&](const Waiter& other) {
      return other.thread == notifier && !other.for_lock() && other.kind != record::LockKind::kThread;
    });
    if (in_turn && n->last_under.load(std::memory_order_relaxed) == waiter.wait.with) return Lost::kNo;
    const bool first_wait = n->waits_ended.load(std::memory_order_relaxed) == 0;
    return first_wait || !waiter.wait.rechecked ? Lost::kTooEarly : Lost::kNo;
  }
  const bool to_one = !n->last_to_all.load(std::memory_order_relaxed);
  const bool was_waiting = waiter.since_ns < n->last_ns.load(std::memory_order_relaxed);
  return to_one && was_waiting && n->last_waiters.load(std::memory_order_relaxed) > 1 ? Lost::kToAnother : Lost::kNo;
}

report::Finding DescribeLost(const Waiter& waiter, Lost lost, std::size_t standing) {
  record::Describer describer(report::Kind::kLostWakeup, report::Certainty::kLikely);
  const std::int64_t now = record::NowNs();
  report::Step& step = describer.AddStep(waiter.thread, "waits", waiter.wait.stack);
  step.wanted = describer.Lock(waiter.lock());
  AddWait(describer, waiter, now);
  std::string said = "thread \"" + describer.ThreadName(waiter.thread) + "\" waits for " +
                     describer.LockName(waiter.lock()) + ", but its last notification, by thread \"";
  if (const Notifications* n = NotificationsOf(waiter)) {
    report::ThreadInfo& giver =
        describer.Thread(static_cast<graph::ThreadId>(n->last_thread.load(std::memory_order_relaxed)));
    const report::Stack given =
        record::DescribeStack(static_cast<graph::StackId>(n->last_stack.load(std::memory_order_relaxed)));
    if (giver.now.empty()) giver.now = given;
    const std::string place = record::Place(given);
    const std::int64_t at = n->last_ns.load(std::memory_order_relaxed);
    said += giver.name + "\"" + (place.empty() ? "" : " at " + place) + ", ";
    said +=
        lost == Lost::kTooEarly
            ? "came " + std::to_string((waiter.since_ns - at) / kMillisecond) + " ms before it and found nobody waiting"
            : "came " + std::to_string((now - at) / kMillisecond) + " ms ago for one of " +
                  std::to_string(n->last_waiters.load(std::memory_order_relaxed)) + " that waited, and woke another";
  }
  said += standing == 0 ? "; every thread that ever notified has ended"
                        : "; nothing else can go on (" + std::to_string(standing) + " threads)";
  describer.finding().summary = std::move(said);
  describer.finding().advice =
      lost == Lost::kTooEarly
          ? "Keep what happened in a variable under the lock and wait with a predicate on it: `wait(lock, [&] { return "
            "rung; })`."
          : "Notify all (notify_all, pthread_cond_broadcast) where more than one may have to go on or they wait for "
            "different things, or give each thing a condition variable of its own.";
  return std::move(describer.finding());
}

}  // namespace snarl::probes
