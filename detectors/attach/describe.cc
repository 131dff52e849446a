// SPDX-License-Identifier: Apache-2.0
#include "attach/describe.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "snarl/report/fingerprint.h"

namespace snarl::attach {
namespace {

constexpr std::size_t kFrames = 64;

std::string Hex(std::uint64_t address) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  return text;
}

std::string NameOf(const Snapshot& snapshot, std::size_t index) {
  const std::string& name = snapshot.threads[index].name;
  return name.empty() ? "T" + std::to_string(ThreadNumber(index)) : name;
}

// Locks go by their address, ends of threads by the thread's id; the two never meet.
std::uint64_t LockNumber(const Waiting& waiting) {
  return waiting.what == WaitsFor::kThread ? static_cast<std::uint64_t>(waiting.owner) : waiting.object;
}

bool IsLock(const Waiting& waiting) {
  return waiting.what == WaitsFor::kMutex || waiting.what == WaitsFor::kReadLock ||
         waiting.what == WaitsFor::kWriteLock;
}

std::string HowOf(const Waiting& waiting) {
  if (waiting.what == WaitsFor::kReadLock) return "shared";
  return IsLock(waiting) ? "exclusive" : waiting.how;
}

std::vector<std::size_t> FirstOf(const std::vector<std::size_t>& threads) {
  constexpr std::size_t kShown = 8;
  return {threads.begin(), threads.begin() + static_cast<std::ptrdiff_t>(std::min(threads.size(), kShown))};
}

std::string Plural(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Builder {
 public:
  Builder(const Snapshot& snapshot, report::Kind kind) : snapshot_(snapshot) {
    finding_.kind = kind;
    finding_.certainty = report::Certainty::kCertain;
  }

  // What it waits for, from where, and what it is known to hold.
  void AddWaiter(std::size_t index) {
    const Waiting& waiting = snapshot_.waits[index];
    if (waiting.by_words) finding_.certainty = report::Certainty::kLikely;
    report::ThreadInfo thread;
    thread.id = ThreadNumber(index);
    thread.name = snapshot_.threads[index].name;
    thread.os_id = static_cast<std::uint64_t>(snapshot_.threads[index].tid);
    thread.waits_for = AddLock(waiting);
    thread.waits_how = HowOf(waiting);
    thread.now = snapshot_.places->Describe(snapshot_.threads[index].callers, kFrames);
    for (const Waiting& other : snapshot_.waits) {
      if (!IsLock(other) || other.owner != snapshot_.threads[index].own_tid) continue;
      const std::uint64_t lock = AddLock(other);
      const auto known = [&](const report::Holding& holding) { return holding.lock == lock; };
      if (std::ranges::none_of(thread.holds, known)) thread.holds.push_back({lock, false, {}});
    }
    finding_.threads.push_back(std::move(thread));
  }

  report::Step& AddStep(std::size_t index, const char* what) {
    report::Step& step = finding_.witness.emplace_back();
    step.thread = ThreadNumber(index);
    step.what = what;
    for (const report::ThreadInfo& thread : finding_.threads) {
      if (thread.id == step.thread) step.second = thread.now;
    }
    return step;
  }

  std::uint64_t AddLock(const Waiting& waiting) {
    const std::uint64_t id = LockNumber(waiting);
    if (std::ranges::find(finding_.locks, id, &report::LockInfo::id) != finding_.locks.end()) return id;
    report::LockInfo lock = DescribeLock(snapshot_, waiting);
    if (std::ranges::find(finding_.locks, lock.name, &report::LockInfo::name) != finding_.locks.end()) {
      lock.name += " at " + Hex(id);
    }
    finding_.locks.push_back(std::move(lock));
    return id;
  }

  [[nodiscard]] std::string LockName(const Waiting& waiting) {
    const std::uint64_t id = AddLock(waiting);
    return "\"" + std::ranges::find(finding_.locks, id, &report::LockInfo::id)->name + "\"";
  }

  report::Finding& finding() { return finding_; }

  report::Finding Finish(std::string summary, std::string advice) {
    finding_.summary = std::move(summary);
    finding_.advice = std::move(advice);
    finding_.fingerprint = report::Fingerprint(finding_);
    return std::move(finding_);
  }

 private:
  const Snapshot& snapshot_;
  report::Finding finding_;
};

constexpr const char* kWhereTaken =
    " Where each lock was taken is not to be seen from outside; `snarl run` records it.";

std::string Advice(const Snapshot& snapshot, const std::vector<std::size_t>& ring) {
  const auto joins = [&](std::size_t i) { return snapshot.waits[i].what == WaitsFor::kThread; };
  if (std::ranges::any_of(ring, joins)) {
    return std::string(
               "Let go of the lock before joining: the thread that is waited for needs it to come to its end.") +
           kWhereTaken;
  }
  if (ring.size() == 1) {
    return std::string(
               "Split the function into one that locks and one that expects the lock to be held, or make the lock "
               "recursive.") +
           kWhereTaken;
  }
  return std::string(
             "Take these locks in the same order on every thread, or all at once (std::scoped_lock), or wait for the "
             "second one with a limit and let go of the first when it is reached.") +
         kWhereTaken;
}

// A thread of another process with this id: then the holder may be on the other side of a fork.
bool IsElsewhere(const Snapshot& snapshot, pid_t tid) {
  struct stat found {};
  return !snapshot.is_core && stat(("/proc/" + std::to_string(tid)).c_str(), &found) == 0;
}

}  // namespace

std::string ThreadLabel(const Snapshot& snapshot, std::size_t index) {
  const std::string number = "T" + std::to_string(ThreadNumber(index));
  const std::string& name = snapshot.threads[index].name;
  return name.empty() ? "thread " + number : "thread \"" + name + "\" (" + number + ")";
}

report::LockInfo DescribeLock(const Snapshot& snapshot, const Waiting& waiting) {
  report::LockInfo lock;
  lock.id = LockNumber(waiting);
  lock.kind = waiting.kind.empty() ? "futex" : waiting.kind;
  // The names below are made up here, and differ from run to run: no fingerprint is to rest on them.
  lock.plain = "M1";
  if (waiting.what == WaitsFor::kThread) {
    const auto target = snapshot.Find(waiting.owner);
    lock.name = "end of " + (target ? NameOf(snapshot, *target) + " (T" + std::to_string(ThreadNumber(*target)) + ")"
                                    : "tid " + std::to_string(waiting.owner));
    return lock;
  }
  Places::VariableName variable = snapshot.places->Variable(waiting.object);
  if (variable.name.empty()) {
    lock.name = lock.kind + " at " + Hex(waiting.object);
    return lock;
  }
  lock.name = std::move(variable.name);
  lock.plain = std::move(variable.plain);
  return lock;
}

report::Finding DescribeRing(const Snapshot& snapshot, const std::vector<std::size_t>& ring, std::size_t behind) {
  const bool alone = ring.size() == 1;
  Builder builder(snapshot, alone ? report::Kind::kSelfDeadlock : report::Kind::kDeadlock);
  for (const std::size_t index : ring) builder.AddWaiter(index);
  std::string path;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Waiting& waiting = snapshot.waits[ring[i]];
    report::Step& step = builder.AddStep(ring[i], "waits");
    step.wanted = builder.AddLock(waiting);
    step.held = builder.AddLock(snapshot.waits[ring[(i + ring.size() - 1) % ring.size()]]);
    path += "\"" + NameOf(snapshot, ring[i]) + (i == 0 ? "\" waits for " : "\", which waits for ");
    path += waiting.what == WaitsFor::kThread ? "the end of " : builder.LockName(waiting) + ", held by ";
  }
  std::string summary;
  if (alone) {
    summary = "thread \"" + NameOf(snapshot, ring.front()) + "\" waits for " +
              builder.LockName(snapshot.waits[ring.front()]) + ", which it holds itself, and can never go on";
  } else {
    summary = std::to_string(ring.size()) + " threads wait for each other and can never go on: " + path + "\"" +
              NameOf(snapshot, ring.front()) + "\"";
  }
  if (behind > 0)
    summary +=
        "; " + Plural(behind, "more thread waits", "more threads wait") + (alone ? " behind it" : " behind them");
  return builder.Finish(std::move(summary), Advice(snapshot, ring));
}

report::Finding DescribeOrphan(const Snapshot& snapshot, const std::vector<std::size_t>& waiters) {
  Builder builder(snapshot, report::Kind::kOrphanedLock);
  const std::vector<std::size_t> shown = FirstOf(waiters);
  for (const std::size_t index : shown) builder.AddWaiter(index);
  for (const std::size_t index : shown) {
    report::Step& step = builder.AddStep(index, "waits for");
    step.held = builder.AddLock(snapshot.waits[index]);
  }
  const Waiting& waiting = snapshot.waits[waiters.front()];
  std::string summary =
      builder.LockName(waiting) + " is held by thread " + std::to_string(waiting.owner) +
      ", which does not exist any more: " + Plural(waiters.size(), "thread waits for it", "threads wait for it") +
      " and can never go on";
  std::string advice =
      "Unlock it on every way out of the thread (a guard does), before pthread_exit, and before a fork: a child has "
      "none "
      "of its parent's threads.";
  if (IsElsewhere(snapshot, waiting.owner)) {
    builder.finding().certainty = report::Certainty::kLikely;
    summary =
        builder.LockName(waiting) + " is held by thread " + std::to_string(waiting.owner) +
        ", which is one of another process: " + Plural(waiters.size(), "thread waits for it", "threads wait for it");
    advice =
        "If this process is a fork of that one, the lock was taken before the fork and nobody here holds it. " + advice;
  }
  return builder.Finish(std::move(summary), advice + kWhereTaken);
}

report::Finding DescribeWhole(const Snapshot& snapshot, const std::vector<std::size_t>& ends) {
  Builder builder(snapshot, report::Kind::kDeadlock);
  for (const std::size_t index : FirstOf(ends)) builder.AddWaiter(index);
  const std::size_t all = snapshot.threads.size();
  std::string summary =
      all == 1 ? "the only thread of the process waits" : "all " + std::to_string(all) + " threads of the process wait";
  summary += ", and nobody is left who could end a wait";
  if (all > ends.size()) {
    summary += ": " + Plural(ends.size(), "thread, the one below, waits", "threads wait") +
               " for what no lock names, and the others for what these hold, or for their end";
  }
  return builder.Finish(
      std::move(summary),
      "Look who should have notified, posted or arrived, and where: it did so too early, left before, or waits "
      "here itself. `snarl run` records who did it last.");
}

}  // namespace snarl::attach
