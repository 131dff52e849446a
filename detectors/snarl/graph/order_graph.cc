// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_graph.h"

#include <algorithm>
#include <utility>

#include "snarl/graph/order_search.h"

namespace snarl::graph {

namespace {

Cycle Materialise(const Dependencies& dependencies, const OrderSearch::Chain& chain) {
  Cycle cycle;
  cycle.reserve(chain.size());
  for (const OrderSearch::Link& link : chain) {
    const Dependencies::Dependency& dependency = dependencies.At(link.dependency);
    const Dependencies::Taker taker = dependencies.TakerAt(link.taker);
    const Dependencies::HeldLock& held = dependencies.HeldAt(link.held);
    const Dependencies::Taken& taken = dependencies.TakenAt(taker.taken + (link.held - dependency.held));
    cycle.push_back({taker.thread,
                     {held.lock, held.shared, taken.at, taken.segment},
                     dependency.lock,
                     dependency.shared,
                     taker.at});
  }
  return cycle;
}

}  // namespace

OrderGraph::OrderGraph() = default;
OrderGraph::OrderGraph(const Segments& segments) : segments_(&segments) {}
OrderGraph::~OrderGraph() = default;

void OrderGraph::Prefetch(const Request& request) const {
  dependencies_->Prefetch(request);
  order_.Prefetch(Index(request.lock));
  for (const Held& held : request.held) order_.Prefetch(Index(held.lock));
}

OrderGraph::Answer OrderGraph::Add(const Request& request) {
  Answer answer;
  if (request.held.empty()) return answer;
  Dependencies& dependencies = *dependencies_;
  const Dependencies::Interned root = dependencies.Intern(request);
  if (root.taker == 0) return answer;
  bool cyclic = false;
  const std::uint32_t to = Index(request.lock);
  if (root.is_new) {
    for (std::uint32_t i = 0; i < root.what->held_count; ++i) {
      dependencies.Link(root.what->held + i);
      cyclic |= order_.AddEdge(Index(dependencies.HeldAt(root.what->held + i).lock), to, dependencies);
    }
  } else {
    for (const Held& held : request.held) cyclic = cyclic || order_.SameComponent(Index(held.lock), to);
  }
  if (cyclic) SearchSlow(root, answer);
  if (!root.kept) dependencies.Discard(root);
  return answer;
}

void OrderGraph::SearchSlow(const Dependencies::Interned& root, Answer& answer) {
  if (feasible_ >= kCyclesAtMost) {
    answer.gave_up = true;
    return;
  }
  const Dependencies& dependencies = *dependencies_;
  if (search_ == nullptr) search_ = std::make_unique<OrderSearch>(dependencies, order_, segments_);
  OrderSearch& search = *search_;
  search.Begin(root);
  const std::size_t patience = kPatience - std::min(kPatience, steps_);
  const OrderSearch::Bounds bounds = {.short_steps = std::clamp(patience, kLeastShort, kSearchBudget),
                                      .long_steps = std::clamp(patience, kLeastLong, kSearchBudget),
                                      .cycles = std::min(kLargestAnswer, kCyclesAtMost - feasible_)};
  for (const OrderSearch::Chain& chain : search.Feasible(answered_, bounds)) {
    answer.cycles.push_back(Materialise(dependencies, chain));
  }
  answer.gave_up = search.gave_up();
  feasible_ += answer.cycles.size();
  steps_ += search.steps();
  if (!answer.cycles.empty() || dismissed_ == kDismissedAtMost) return;
  const auto explained = search.Explain(answered_, kExplainBudget);
  if (!explained) return;
  Cycle cycle = Materialise(dependencies, explained->chain);
  std::vector<LockId> locks;
  for (const OrderEdge& edge : cycle) locks.push_back(edge.wanted);
  if (explained->reason) {
    ++dismissed_;
    answered_.Insert(AnsweredCycles::Kind::kDismissed, locks);
    answer.dismissed.push_back({std::move(cycle), *explained->reason, explained->gate});
  } else {
    answered_.Insert(AnsweredCycles::Kind::kFeasible, locks);
    answer.cycles.push_back(std::move(cycle));
    ++feasible_;
  }
}

void OrderGraph::Remove(LockId lock) {
  if (!dependencies_->Remove(lock)) return;
  order_.RemoveNode(Index(lock));
  answered_.Forget(lock);
}

void OrderGraph::Clear() {
  search_.reset();
  order_ = ComponentOrder();
  dependencies_.emplace();
  answered_ = AnsweredCycles();
  feasible_ = dismissed_ = steps_ = 0;
}

std::size_t OrderGraph::bytes() const {
  return order_.bytes() + dependencies_->bytes() + answered_.bytes() + (search_ == nullptr ? 0 : search_->bytes()) +
         (segments_ == nullptr ? 0 : segments_->bytes());
}

}  // namespace snarl::graph
