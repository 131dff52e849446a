// SPDX-License-Identifier: Apache-2.0
//
// The part of the search that says why not: the shortest ways back by the locks alone, and the first rule that such a cycle
// breaks.
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "snarl/graph/order_search.h"

namespace snarl::graph {

std::optional<OrderSearch::Explained> OrderSearch::Explain(const AnsweredCycles& answered, std::size_t budget) {
  using Kind = AnsweredCycles::Kind;
  const LockId wanted = dependencies_.At(root_).lock;
  absl::flat_hash_map<LockId, Number> came_by;  // a lock requested, and the held lock whose dependency first did
  std::vector<LockId> work = {wanted};
  std::size_t steps = 0;
  for (std::size_t next = 0; next < work.size(); ++next) {
    for (const Dependencies::Edge& edge : dependencies_.Out(Index(work[next]))) {
      if (++steps > budget) return std::nullopt;
      if (!order_.SameComponent(edge.other, Index(wanted))) continue;
      const LockId further = dependencies_.At(dependencies_.HeldAt(edge.held).dependency).lock;
      if (further == wanted || !came_by.emplace(further, edge.held).second) continue;
      work.push_back(further);
      const Number closing = RootHolds(further);
      if (closing == 0) continue;

      std::vector<Number> way;
      for (LockId lock = further; lock != wanted; lock = dependencies_.HeldAt(way.back()).lock) {
        way.push_back(came_by.at(lock));
      }
      levels_.resize(1);
      levels_.front().held = closing;
      std::for_each(way.rbegin(), way.rend(), [this](Number entry) {
        Level& level = levels_.emplace_back();
        level.dependency = dependencies_.HeldAt(entry).dependency;
        level.held = entry;
        level.candidate.first = static_cast<std::uint32_t>(instances_.size());
        for (Number i = At(level).takers; i != 0; i = dependencies_.NextTaker(i)) instances_.push_back(i);
        level.candidate.count = static_cast<std::uint32_t>(instances_.size()) - level.candidate.first;
      });
      const std::vector<LockId> locks = Locks();
      if (answered.Has(Kind::kFeasible, locks) || answered.Has(Kind::kDismissed, locks)) continue;
      Explained explained;
      budget_ = steps_ + budget;
      if (!Judge(explained)) return std::nullopt;
      explained.chain = Current();
      return explained;
    }
  }
  return std::nullopt;
}

// The first rule that the chain breaks, if any; false where the budget does not suffice to know.
bool OrderSearch::Judge(Explained& explained) {
  const bool gave_up_before = std::exchange(gave_up_, false);
  const auto known = [&] { return !std::exchange(gave_up_, gave_up_before); };
  if (!ChooseAnew(Rules::kThreads)) {
    explained.reason = Reason::kOneThread;
    return known();
  }
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    for (std::size_t j = i + 1; j < levels_.size(); ++j) {
      explained.gate = Gate(At(levels_[i]), At(levels_[j]));
      if (explained.gate == LockId::kNone) continue;
      explained.reason = Reason::kGateLock;
      return known();
    }
  }
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const Level& next = levels_[(i + 1) % levels_.size()];
    if (Waits(At(levels_[i]), dependencies_.HeldAt(next.held).shared)) continue;
    explained.reason = Reason::kReaders;
    return known();
  }
  if (!ChooseAnew(Rules::kClosed)) explained.reason = Reason::kOrdered;
  return known();
}

}  // namespace snarl::graph
