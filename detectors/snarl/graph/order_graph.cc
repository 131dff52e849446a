// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_graph.h"

#include <algorithm>
#include <utility>

#include "snarl/graph/order_search.h"

namespace snarl::graph {

namespace {

void Append(std::string& key, std::uint64_t value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); }

// The same cycle found from another of its edges is the same cycle: begin at its smallest lock.
std::string Canonical(const Cycle& cycle, char prefix) {
  const auto smallest = std::min_element(cycle.begin(), cycle.end(),
                                         [](const OrderEdge& a, const OrderEdge& b) { return a.wanted < b.wanted; });
  std::string key(1, prefix);
  const auto start = static_cast<std::size_t>(smallest - cycle.begin());
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    Append(key, static_cast<std::uint64_t>(cycle[(start + i) % cycle.size()].wanted));
  }
  return key;
}

}  // namespace

std::string OrderGraph::Key(LockId lock, bool shared, const std::vector<Held>& held) {
  std::string key;
  Append(key, static_cast<std::uint64_t>(lock));
  Append(key, shared ? 1 : 0);
  for (const Held& h : held) {
    Append(key, static_cast<std::uint64_t>(h.lock));
    Append(key, h.shared ? 1 : 0);
  }
  return key;
}

std::uint32_t OrderGraph::NewDependency() {
  if (free_.empty()) {
    dependencies_.emplace_back();
    return static_cast<std::uint32_t>(dependencies_.size() - 1);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  return index;
}

std::uint32_t OrderGraph::Intern(const Request& request, bool& new_taker, std::uint32_t& taker) {
  std::vector<Held> held(request.held.begin(), request.held.end());
  std::sort(held.begin(), held.end(), [](const Held& a, const Held& b) { return a.lock < b.lock; });
  const auto [entry, is_new] = known_.try_emplace(Key(request.lock, request.shared, held), 0);
  if (is_new) {
    entry->second = NewDependency();
    requesting_[request.lock].insert(entry->second);
    for (const Held& h : held) holding_[h.lock].insert(entry->second);
    dependencies_[entry->second] = Dependency{request.lock, request.shared, request.readers_block_readers, held, {}};
  }
  Dependency& dependency = dependencies_[entry->second];
  const auto known = std::find_if(dependency.takers.begin(), dependency.takers.end(),
                                  [&](const Taker& t) { return t.thread == request.thread; });
  new_taker = known == dependency.takers.end() && dependency.takers.size() < kThreadsKept;
  if (new_taker) {
    Taker& added = dependency.takers.emplace_back(Taker{request.thread, request.at, {}});
    for (const Held& h : held) added.taken_at.push_back(h.taken_at);
    taker = static_cast<std::uint32_t>(dependency.takers.size() - 1);
  }
  return entry->second;
}

OrderGraph::Answer OrderGraph::Add(const Request& request) {
  Answer answer;
  if (request.held.empty()) return answer;
  bool new_taker = false;
  std::uint32_t taker = 0;
  const std::uint32_t dependency = Intern(request, new_taker, taker);
  if (!new_taker) return answer;
  bool cyclic = false;
  for (const Held& held : request.held) {
    if (!order_.HasEdge(Index(held.lock), Index(request.lock))) ++orders_;
    cyclic |= order_.AddEdge(Index(held.lock), Index(request.lock));
  }
  if (!cyclic) return answer;

  Search search(*this, dependency, taker);
  search.Run(Search::Rules::kFeasible, [&](const std::vector<Link>& chain) {
    Cycle cycle = Materialise(chain);
    if (answered_.insert(Canonical(cycle, 'f')).second) answer.cycles.push_back(std::move(cycle));
    return true;
  });
  std::sort(answer.cycles.begin(), answer.cycles.end(),
            [](const Cycle& a, const Cycle& b) { return a.size() < b.size(); });
  if (answer.cycles.empty()) {
    search.Run(Search::Rules::kAny, [&](const std::vector<Link>& chain) {
      DismissedCycle dismissed;
      if (!search.WhyNot(chain, dismissed.reason, dismissed.gate)) return true;
      dismissed.cycle = Materialise(chain);
      if (answered_.contains(Canonical(dismissed.cycle, 'f'))) return true;
      if (!answered_.insert(Canonical(dismissed.cycle, 'd')).second) return true;
      answer.dismissed.push_back(std::move(dismissed));
      return false;
    });
  }
  answer.gave_up = search.gave_up();
  return answer;
}

Cycle OrderGraph::Materialise(const std::vector<Link>& chain) const {
  Cycle cycle;
  for (const Link& link : chain) {
    const Dependency& dependency = dependencies_[link.dependency];
    const Taker& taker = dependency.takers[link.taker];
    Held held = dependency.held[link.held];
    held.taken_at = taker.taken_at[link.held];
    cycle.push_back({taker.thread, held, dependency.lock, dependency.shared, taker.at});
  }
  return cycle;
}

void OrderGraph::Drop(std::uint32_t index) {
  Dependency& dependency = dependencies_[index];
  known_.erase(Key(dependency.lock, dependency.shared, dependency.held));
  const auto forget = [index](auto& lists, LockId lock) {
    const auto list = lists.find(lock);
    if (list == lists.end()) return;
    list->second.erase(index);
    if (list->second.empty()) lists.erase(list);
  };
  forget(requesting_, dependency.lock);
  for (const Held& held : dependency.held) forget(holding_, held.lock);
  dependency = Dependency();
  free_.push_back(index);
}

void OrderGraph::Remove(LockId lock) {
  order_.RemoveNode(Index(lock));
  if (const auto requests = requesting_.find(lock); requests != requesting_.end()) {
    const std::vector<std::uint32_t> gone(requests->second.begin(), requests->second.end());
    for (const std::uint32_t index : gone) Drop(index);
  }
  const auto holds = holding_.find(lock);
  if (holds == holding_.end()) return;
  const std::vector<std::uint32_t> affected(holds->second.begin(), holds->second.end());
  for (const std::uint32_t index : affected) HeldNoMore(index, lock);
  holding_.erase(lock);
}

// Takes `lock` out of what the dependency holds, in place: only its key changes, unless nothing or a known one is left.
void OrderGraph::HeldNoMore(std::uint32_t index, LockId lock) {
  Dependency& dependency = dependencies_[index];
  std::vector<Held> rest = dependency.held;
  const auto place = std::find_if(rest.begin(), rest.end(), [&](const Held& h) { return h.lock == lock; });
  const auto offset = place - rest.begin();
  rest.erase(place);
  if (rest.empty()) {
    Drop(index);
    return;
  }
  for (Taker& taker : dependency.takers) taker.taken_at.erase(taker.taken_at.begin() + offset);
  const auto [entry, is_new] = known_.try_emplace(Key(dependency.lock, dependency.shared, rest), index);
  if (is_new) {
    known_.erase(Key(dependency.lock, dependency.shared, dependency.held));
    dependency.held = std::move(rest);
    return;
  }
  std::vector<Taker>& takers = dependencies_[entry->second].takers;
  for (Taker& taker : dependency.takers) {
    const bool known =
        std::any_of(takers.begin(), takers.end(), [&](const Taker& t) { return t.thread == taker.thread; });
    if (!known && takers.size() < kThreadsKept) takers.push_back(std::move(taker));
  }
  Drop(index);
}

}  // namespace snarl::graph
