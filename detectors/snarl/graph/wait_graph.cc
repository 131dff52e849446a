// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/wait_graph.h"

#include <algorithm>
#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace snarl::graph {

namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
using Waiters = absl::flat_hash_map<ThreadId, std::size_t>;

Waiters ByThread(const std::vector<Wait>& waits) {
  Waiters waiter;
  for (std::size_t i = 0; i < waits.size(); ++i) waiter[waits[i].thread] = i;
  return waiter;
}

// The first stuck wait that `wait` names.
std::size_t Next(const Wait& wait, const Waiters& waiter, const std::vector<bool>& live) {
  for (const ThreadId on : wait.on) {
    if (const auto found = waiter.find(on); found != waiter.end() && !live[found->second]) return found->second;
  }
  return kNobody;
}

}  // namespace

Stuck FindStuck(const std::vector<Wait>& waits, const std::vector<ThreadId>& gone, Unknown unknown) {
  const Waiters waiter = ByThread(waits);
  const absl::flat_hash_set<ThreadId> dead(gone.begin(), gone.end());
  const auto blocked = [&](ThreadId thread) { return waiter.contains(thread) || dead.contains(thread); };

  std::vector<std::size_t> missing(waits.size());
  std::vector<std::vector<std::size_t>> waited_on_by(waits.size());
  std::vector<std::size_t> work;
  std::vector<bool> live(waits.size(), false);
  const auto wake = [&](std::size_t i) {
    if (live[i]) return;
    live[i] = true;
    work.push_back(i);
  };
  for (std::size_t i = 0; i < waits.size(); ++i) {
    const Wait& wait = waits[i];
    const auto in_the_way = static_cast<std::size_t>(std::count_if(wait.on.begin(), wait.on.end(), blocked));
    missing[i] = in_the_way;
    for (const ThreadId on : wait.on) {
      if (const auto found = waiter.find(on); found != waiter.end()) waited_on_by[found->second].push_back(i);
    }
    if (wait.on.empty() ? unknown == Unknown::kLive
                        : in_the_way == 0 || (wait.needs == Needs::kAny && in_the_way < wait.on.size())) {
      wake(i);
    }
  }
  while (!work.empty()) {
    const std::size_t freed = work.back();
    work.pop_back();
    for (const std::size_t i : waited_on_by[freed]) {
      if (waits[i].needs == Needs::kAny || --missing[i] == 0) wake(i);
    }
  }

  // Following the first stuck name ends in a ring, or where nobody alive is named.
  Stuck stuck;
  const auto next = [&](std::size_t i) { return Next(waits[i], waiter, live); };
  std::vector<std::size_t> walked(waits.size(), 0);  // 0: not yet, otherwise which walk came by
  std::vector<bool> in_ring(waits.size(), false);
  for (std::size_t start = 0; start < waits.size(); ++start) {
    if (live[start]) continue;
    std::size_t at = start;
    while (at != kNobody && walked[at] == 0) {
      walked[at] = start + 1;
      at = next(at);
    }
    if (at == kNobody || walked[at] != start + 1) continue;
    std::vector<std::size_t>& ring = stuck.cycles.emplace_back();
    for (std::size_t i = at; ring.empty() || i != at; i = next(i)) {
      ring.push_back(i);
      in_ring[i] = true;
    }
  }
  for (std::size_t i = 0; i < waits.size(); ++i) {
    if (!live[i] && !in_ring[i]) (next(i) == kNobody ? stuck.roots : stuck.behind).push_back(i);
  }
  return stuck;
}

std::vector<std::size_t> PathToRoot(const std::vector<Wait>& waits, const Stuck& stuck, std::size_t start) {
  const Waiters waiter = ByThread(waits);
  std::vector<bool> live(waits.size(), true);
  for (const std::size_t i : stuck.roots) live[i] = false;
  for (const std::size_t i : stuck.behind) live[i] = false;
  for (const std::vector<std::size_t>& ring : stuck.cycles) {
    for (const std::size_t i : ring) live[i] = false;
  }
  std::vector<std::size_t> path;
  for (std::size_t at = start; at != kNobody && std::find(path.begin(), path.end(), at) == path.end();
       at = Next(waits[at], waiter, live)) {
    path.push_back(at);
  }
  return path;
}

}  // namespace snarl::graph
