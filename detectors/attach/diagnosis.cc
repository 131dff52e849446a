// SPDX-License-Identifier: Apache-2.0
#include "attach/diagnosis.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "attach/describe.h"
#include "snarl/graph/wait_graph.h"

namespace snarl::attach {
namespace {

class Diagnoser {
 public:
  explicit Diagnoser(const Snapshot& snapshot) : snapshot_(snapshot) {
    diagnosis_.is_told.resize(snapshot.threads.size(), false);
  }

  Diagnosis Run() {
    BuildGraph();
    const graph::Stuck stuck = graph::FindStuck(waits_, gone_);
    Orphans();
    for (const std::vector<std::size_t>& ring : stuck.cycles) Ring(ring, stuck.behind);
    for (const std::size_t i : stuck.behind) stuck_.insert(Index(i));
    if (diagnosis_.findings.empty()) Whole();
    Roots();
    return std::move(diagnosis_);
  }

 private:
  // Edges are those that are sure to last: timed waits end by themselves.
  void BuildGraph() {
    for (std::size_t i = 0; i < snapshot_.threads.size(); ++i) {
      const Waiting& waiting = snapshot_.waits[i];
      if (waiting.owner == 0 || waiting.timed || !snapshot_.threads[i].still) continue;
      graph::Wait wait;
      wait.thread = static_cast<graph::ThreadId>(ThreadNumber(i));
      if (const auto owner = snapshot_.Find(waiting.owner)) {
        wait.on.push_back(static_cast<graph::ThreadId>(ThreadNumber(*owner)));
      } else if (IsGone(waiting)) {
        wait.on.push_back(GoneThread(waiting.owner));
        orphans_[waiting.object].push_back(i);
      } else {
        continue;
      }
      waits_.push_back(std::move(wait));
    }
  }

  [[nodiscard]] bool IsGone(const Waiting& waiting) const {
    return waiting.what != WaitsFor::kThread && !waiting.shared_with_processes &&
           !snapshot_.newcomers.contains(waiting.owner);
  }

  graph::ThreadId GoneThread(pid_t owner) {
    // Behind the numbers of all that are there.
    const auto thread =
        static_cast<graph::ThreadId>(ThreadNumber(snapshot_.threads.size()) + static_cast<std::uint64_t>(owner));
    if (std::ranges::find(gone_, thread) == gone_.end()) gone_.push_back(thread);
    return thread;
  }

  [[nodiscard]] std::size_t Index(std::size_t wait) const {
    return static_cast<std::size_t>(waits_[wait].thread) - ThreadNumber(0);
  }

  void Orphans() {
    for (const auto& [lock, waiters] : orphans_) {
      diagnosis_.findings.push_back(DescribeOrphan(snapshot_, waiters));
      for (const std::size_t index : waiters) Tell(index);
    }
  }

  void Ring(const std::vector<std::size_t>& ring, const std::vector<std::size_t>& behind) {
    std::vector<std::size_t> members;
    for (const std::size_t wait : ring) members.push_back(Index(wait));
    const auto waits_behind = [&](std::size_t wait) { return LeadsTo(Index(wait), members); };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(behind, waits_behind));
    diagnosis_.findings.push_back(DescribeRing(snapshot_, members, count));
    for (const std::size_t index : members) Tell(index);
  }

  // Nobody runs, sleeps for a time, or waits for something outside: then nobody is left who could end a wait.
  void Whole() {
    if (!snapshot_.newcomers.empty()) return;
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < snapshot_.threads.size(); ++i) {
      if (!snapshot_.threads[i].still || !EndsOnlyWithin(snapshot_.waits[i])) return;
      if (!Next(i)) ends.push_back(i);
    }
    if (ends.empty()) return;
    diagnosis_.findings.push_back(DescribeWhole(snapshot_, ends));
    for (std::size_t i = 0; i < snapshot_.threads.size(); ++i) stuck_.insert(i);
    for (const std::size_t index : ends) Tell(index);
  }

  // A handler of a signal may post a semaphore or wake a futex, and nothing else of these.
  [[nodiscard]] bool EndsOnlyWithin(const Waiting& waiting) const {
    if (waiting.timed) return false;
    switch (waiting.what) {
      case WaitsFor::kThread:
      case WaitsFor::kOnce:
        return true;
      case WaitsFor::kMutex:
        return waiting.is_private && waiting.owner != 0;  // else it is being handed over
      case WaitsFor::kReadLock:
      case WaitsFor::kWriteLock:
      case WaitsFor::kCondition:
      case WaitsFor::kBarrier:
        return waiting.is_private;
      case WaitsFor::kSemaphore:
      case WaitsFor::kFutex:
        return waiting.is_private && !snapshot_.handles_signals;
      case WaitsFor::kNothing:
      case WaitsFor::kSpinLock:
      case WaitsFor::kCall:
        return false;
    }
    return false;
  }

  void Tell(std::size_t index) {
    diagnosis_.is_told[index] = true;
    stuck_.insert(index);
  }

  // From one who waits to the holder, and on; nothing where nobody is known to hold it up.
  [[nodiscard]] std::optional<std::size_t> Next(std::size_t index) const {
    const Waiting& waiting = snapshot_.waits[index];
    return waiting.owner == 0 ? std::nullopt : snapshot_.Find(waiting.owner);
  }

  [[nodiscard]] bool LeadsTo(std::size_t index, const std::vector<std::size_t>& members) const {
    std::set<std::size_t> seen;
    for (std::optional<std::size_t> at = index; at && seen.insert(*at).second; at = Next(*at)) {
      if (std::ranges::find(members, *at) != members.end()) return true;
    }
    return false;
  }

  void Roots() {
    std::map<std::size_t, Root> roots;
    for (std::size_t i = 0; i < snapshot_.threads.size(); ++i) {
      if (stuck_.contains(i) || !Next(i)) continue;
      std::set<std::size_t> seen;
      std::size_t at = i;
      while (seen.insert(at).second && Next(at)) at = *Next(at);
      if (at == i || Next(at)) continue;  // a ring that does not stand still
      Root& root = roots[at];
      root.thread = at;
      root.waiters.push_back(i);
    }
    for (auto& [thread, root] : roots) diagnosis_.roots.push_back(std::move(root));
    std::ranges::stable_sort(diagnosis_.roots, std::ranges::greater(),
                             [](const Root& root) { return root.waiters.size(); });
    for (const Root& root : diagnosis_.roots) diagnosis_.is_told[root.thread] = true;
  }

  const Snapshot& snapshot_;
  Diagnosis diagnosis_;
  std::vector<graph::Wait> waits_;
  std::vector<graph::ThreadId> gone_;
  std::map<std::uint64_t, std::vector<std::size_t>> orphans_;  // by lock: who waits
  std::set<std::size_t> stuck_;
};

}  // namespace

Diagnosis Diagnose(const Snapshot& snapshot) { return Diagnoser(snapshot).Run(); }

}  // namespace snarl::attach
