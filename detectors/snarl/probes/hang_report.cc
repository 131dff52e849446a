// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/hang_report.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "snarl/probes/wait_words.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/thread_name.h"

namespace snarl::probes {

namespace {

constexpr std::size_t kRootsShown = 4;

// `held`: what the thread has that the one before it waits for; kNone where that is no lock.
void AddStep(record::Describer& describer, const Waiter& waiter, graph::LockId held, const char* what,
             std::int64_t now_ns) {
  report::Step& step = describer.AddStep(waiter.thread, what, waiter.wait.stack);
  step.wanted = describer.Lock(waiter.lock());
  AddWait(describer, waiter, now_ns);
  for (const report::Holding& holding : describer.Thread(waiter.thread).holds) {
    if (holding.lock != static_cast<std::uint64_t>(held)) continue;
    step.held = holding.lock;
    step.first = holding.taken;
  }
}

// `"sync"`, or `"worker" (T2)` where several of the hang are called so.
class Quoted {
 public:
  Quoted(record::Describer& describer, const WaitsNow& now, const std::vector<std::size_t>& hang)
      : describer_(describer) {
    absl::flat_hash_set<std::string> names;
    for (const std::size_t i : hang) {
      std::string name = record::ThreadName(now.waiters[i].thread);
      if (!names.insert(name).second) shared_.insert(std::move(name));
    }
  }
  std::string operator()(graph::ThreadId thread) const {
    const std::string name = describer_.ThreadName(thread);
    const std::string number =
        shared_.contains(name) ? " (T" + std::to_string(static_cast<std::uint64_t>(thread)) + ")" : "";
    return "\"" + name + "\"" + number;
  }

 private:
  record::Describer& describer_;
  absl::flat_hash_set<std::string> shared_;
};

std::string MoreBehind(std::size_t count) {
  if (count == 0) return "";
  return "; " + std::to_string(count) + (count == 1 ? " more thread waits" : " more threads wait") + " behind them";
}

}  // namespace

report::Finding DescribeRing(const WaitsNow& now, const graph::Stuck& stuck, const std::vector<std::size_t>& ring) {
  const bool certain =
      std::all_of(ring.begin(), ring.end(), [&](std::size_t i) { return now.known[i] == Known::kCertain; });
  record::Describer describer(report::Kind::kDeadlock,
                              certain ? report::Certainty::kCertain : report::Certainty::kLikely);
  std::vector<graph::LockId> locks;
  std::vector<Waiter> hang;
  for (const std::size_t i : ring) {
    locks.push_back(now.waiters[i].lock());
    hang.push_back(now.waiters[i]);
  }
  describer.Expect(locks);
  const Quoted quoted(describer, now, ring);
  const std::int64_t now_ns = record::NowNs();
  std::string path;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Waiter& waiter = hang[i];
    AddStep(describer, waiter, hang[(i + ring.size() - 1) % ring.size()].lock(), "waits", now_ns);
    path += quoted(waiter.thread) + (i == 0 ? " " : ", which ") +
            WaitsBecauseOf(describer, waiter, now.known[ring[i]], hang[(i + 1) % ring.size()].thread);
  }
  path += quoted(hang.front().thread);
  std::size_t behind = stuck.behind.size();
  for (const std::vector<std::size_t>& other : stuck.cycles) behind += &other == &ring ? 0 : other.size();
  describer.finding().summary = std::to_string(ring.size()) +
                                " threads wait for each other and can never go on: " + path +
                                MoreBehind(certain ? stuck.behind.size() : behind);
  describer.finding().advice = Advice(hang, /*ring=*/true);
  return std::move(describer.finding());
}

report::Finding DescribeRoots(const WaitsNow& now, const graph::Stuck& stuck) {
  record::Describer describer(report::Kind::kDeadlock, report::Certainty::kLikely);
  const std::int64_t now_ns = record::NowNs();
  // The thread that came first, main as a rule, and what it is behind.
  std::vector<std::size_t> path = {stuck.roots.front()};
  if (!stuck.behind.empty()) {
    const auto first = std::min_element(stuck.behind.begin(), stuck.behind.end(), [&](std::size_t a, std::size_t b) {
      return now.waiters[a].thread < now.waiters[b].thread;
    });
    path = graph::PathToRoot(now.waits, stuck, *first);
  }
  std::vector<std::size_t> shown = {path.back()};
  for (const std::size_t root : stuck.roots) {
    if (shown.size() < kRootsShown && root != path.back()) shown.push_back(root);
  }

  std::vector<std::size_t> named = path;
  named.insert(named.end(), shown.begin() + 1, shown.end());
  const Quoted quoted(describer, now, named);
  std::vector<Waiter> hang;
  std::string said = "no thread can go on: ";
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Waiter& waiter = now.waiters[path[i]];
    const bool last = i + 1 == path.size();
    AddStep(describer, waiter, i == 0 ? graph::LockId::kNone : now.waiters[path[i - 1]].lock(),
            last ? "waits for nobody" : "waits", now_ns);
    said += (i == 0 ? quoted(waiter.thread) + " " : ", which ") +
            (last ? WaitsForNobody(describer, waiter)
                  : WaitsBecauseOf(describer, waiter, now.known[path[i]], now.waiters[path[i + 1]].thread) +
                        quoted(now.waiters[path[i + 1]].thread));
    hang.push_back(waiter);
  }
  for (std::size_t i = 1; i < shown.size(); ++i) {
    const Waiter& waiter = now.waiters[shown[i]];
    AddStep(describer, waiter, graph::LockId::kNone, "waits for nobody", now_ns);
    said += "; " + quoted(waiter.thread) + " " + WaitsForNobody(describer, waiter);
    hang.push_back(waiter);
  }
  describer.finding().summary = std::move(said) + MoreBehind(now.waiters.size() - hang.size());
  describer.finding().advice = Advice(hang, /*ring=*/false);
  return std::move(describer.finding());
}

}  // namespace snarl::probes
