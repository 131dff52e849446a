// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_search.h"

namespace snarl::graph {

OrderSearch::OrderSearch(const Dependencies& dependencies, const ComponentOrder& order, const Segments* segments,
                         const Dependencies::Interned& root)
    : dependencies_(dependencies), order_(order), segments_(segments), root_(root.dependency) {
  instances_.push_back(root.taker);
  levels_.push_back({.dependency = root.dependency, .candidate = {.first = 0, .count = 1}});
}

bool OrderSearch::Step() {
  if (++steps_ <= budget_) return true;
  gave_up_ = true;
  return false;
}

// A lock that both hold, unless both hold it shared: LockId::kNone where there is none. Both lists are sorted.
LockId OrderSearch::Gate(const Dependency& a, const Dependency& b) const {
  Number i = 0;
  Number j = 0;
  while (i < a.held_count && j < b.held_count) {
    const Dependencies::HeldLock& left = dependencies_.HeldAt(a.held + i);
    const Dependencies::HeldLock& right = dependencies_.HeldAt(b.held + j);
    if (left.lock == right.lock && (!left.shared || !right.shared)) return left.lock;
    if (left.lock <= right.lock) ++i;
    if (right.lock <= left.lock) ++j;
  }
  return LockId::kNone;
}

OrderSearch::Number OrderSearch::RootHolds(LockId lock) const {
  const Dependency& root = dependencies_.At(root_);
  Number low = root.held;
  for (Number count = root.held_count; count > 1;) {
    const Number half = count / 2;
    if (dependencies_.HeldAt(low + half).lock <= lock) low += half;
    count -= half;
  }
  return dependencies_.HeldAt(low).lock == lock ? low : 0;
}

// Makes a candidate of a dependency where it goes together with the root, as far as that can be known without the rest.
bool OrderSearch::Consider(Number number) {
  if (candidates_.contains(number)) return true;
  const Dependency& dependency = dependencies_.At(number);
  const Dependency& root = dependencies_.At(root_);
  if (dependency.lock == root.lock || !order_.SameComponent(Index(dependency.lock), Index(root.lock))) return false;
  if (Gate(dependency, root) != LockId::kNone) return false;
  const Dependencies::Taker& root_taker = dependencies_.TakerAt(instances_.front());
  Candidate candidate = {.first = static_cast<std::uint32_t>(instances_.size())};
  for (Number i = dependency.takers; i != 0; i = dependencies_.TakerAt(i).next) {
    const Dependencies::Taker& taker = dependencies_.TakerAt(i);
    if (taker.thread == root_taker.thread) continue;
    // Whichever of its locks the root comes in by: it is ordered before all of them only if it is before each.
    bool may_meet = false;
    for (Number k = 0; k < root.held_count && !may_meet; ++k) {
      may_meet = !Precedes(taker.segment, dependencies_.TakenAt(root_taker.taken + k).segment);
    }
    if (!may_meet) continue;
    instances_.push_back(i);
    threads_.insert(taker.thread);
  }
  candidate.count = static_cast<std::uint32_t>(instances_.size()) - candidate.first;
  if (candidate.count == 0) return false;
  for (Number k = 0; k < dependency.held_count; ++k) {
    const auto lock = static_cast<std::uint64_t>(dependencies_.HeldAt(dependency.held + k).lock);
    candidate.held |= std::uint64_t{1} << (lock * 0x9e3779b97f4a7c15U >> 58);
  }
  candidates_.emplace(number, candidate);
  return true;
}

// What the root requests, and what two members may close: most cycles there are, for the price of one list.
void OrderSearch::LookAround() {
  const Dependency& root = dependencies_.At(root_);
  for (Number i = 0; i < root.held_count; ++i) distance_.emplace(Index(dependencies_.HeldAt(root.held + i).lock), 0);
  for (const Dependencies::Edge& edge : dependencies_.Out(Index(root.lock))) {
    if (!Step()) return;
    const auto distance = distance_.find(edge.other);
    if (distance != distance_.end()) Consider(dependencies_.HeldAt(edge.held).dependency);
  }
}

// How many members a cycle can have at most: one for each thread among the candidates within reach, and the root. 0 where the
// candidates lead from what the root requests to nothing that it holds.
std::size_t OrderSearch::LeadsBack() {
  bool back = false;
  absl::flat_hash_set<std::uint32_t> reached;
  std::vector<std::uint32_t> work = {Index(dependencies_.At(root_).lock)};
  std::vector<std::uint32_t> further;
  threads_.clear();
  candidates_.clear();
  instances_.resize(1);
  for (std::size_t members = 1; !work.empty(); ++members) {
    bool closes = false;
    for (const std::uint32_t lock : work) {
      for (const Dependencies::Edge& edge : dependencies_.Out(lock)) {
        if (!Step()) return 0;
        if (!Consider(dependencies_.HeldAt(edge.held).dependency)) continue;
        closes = closes || distance_.contains(edge.other);
        if (reached.insert(edge.other).second) further.push_back(edge.other);
      }
    }
    if (threads_.size() < members) break;
    back = back || closes;
    work.swap(further);
    further.clear();
  }
  return back ? threads_.size() + 1 : 0;
}

void OrderSearch::MeasureBack() {
  const Dependency& root = dependencies_.At(root_);
  std::vector<std::uint32_t> work;
  for (Number i = 0; i < root.held_count; ++i) work.push_back(Index(dependencies_.HeldAt(root.held + i).lock));
  for (std::size_t next = 0; next < work.size(); ++next) {
    const std::uint32_t more = distance_[work[next]] + 1;
    for (const Dependencies::Edge& edge : dependencies_.In(work[next])) {
      if (!Step()) return;
      if (!candidates_.contains(dependencies_.HeldAt(edge.held).dependency)) continue;
      if (distance_.emplace(edge.other, more).second) work.push_back(edge.other);
    }
  }
}

std::vector<OrderSearch::Chain> OrderSearch::Feasible(AnsweredCycles& answered, std::size_t budget, std::size_t most) {
  std::vector<Chain> found;
  budget_ = budget;
  LookAround();
  if (!gave_up_) Deepen(2, answered, most, found);
  const std::size_t longest = gave_up_ ? 0 : LeadsBack();
  if (longest < 3) return found;
  MeasureBack();
  for (std::size_t size = 3; size <= longest && !gave_up_; ++size) {
    if (!Deepen(size, answered, most, found)) break;
  }
  return found;
}

// All chains of this size; whether there may be longer ones, and it is worth looking.
bool OrderSearch::Deepen(std::size_t size, AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found) {
  bool cut = false;
  levels_.resize(1);
  levels_.front().next = 0;
  for (;;) {
    const std::span<const Dependencies::Edge> edges = Onwards();
    const std::uint32_t next = levels_.back().next++;
    if (next >= edges.size()) {
      if (levels_.size() == 1) return cut;
      levels_.pop_back();
      continue;
    }
    if (!Step()) return false;
    if (!Push(edges[next], size, cut) || levels_.size() < size) {
      if (gave_up_) return false;
      continue;
    }
    const Dependency& last = At(levels_.back());
    const Number closing = RootHolds(last.lock);
    cut = cut || !Onwards().empty();
    if (closing != 0 && Waits(last, dependencies_.HeldAt(closing).shared) &&
        !answered.Has(AnsweredCycles::Kind::kFeasible, Locks())) {
      levels_.front().held = closing;
      if (Choose(Rules::kClosed)) {
        if (found.size() == most) {
          gave_up_ = true;
          return false;
        }
        answered.Insert(AnsweredCycles::Kind::kFeasible, Locks());
        found.push_back(Current());
      }
      if (gave_up_) return false;
    }
    levels_.pop_back();
  }
}

// Extends the chain by the dependency of the edge, where that can lead to a cycle of the size.
bool OrderSearch::Push(const Dependencies::Edge& edge, std::size_t size, bool& cut) {
  const auto distance = distance_.find(edge.other);
  if (distance == distance_.end()) return false;
  if (levels_.size() + 1 + distance->second > size) {
    cut = true;
    return false;
  }
  const Dependencies::HeldLock& entry = dependencies_.HeldAt(edge.held);
  const auto candidate = candidates_.find(entry.dependency);
  if (candidate == candidates_.end() || !Waits(At(levels_.back()), entry.shared)) return false;
  const Dependency& dependency = dependencies_.At(entry.dependency);
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    const Dependency& other = At(levels_[i]);
    if (other.lock == dependency.lock) return false;
    if ((levels_[i].candidate.held & candidate->second.held) == 0) continue;
    if (Gate(other, dependency) != LockId::kNone) return false;
  }
  levels_.push_back({.dependency = entry.dependency, .held = edge.held, .candidate = candidate->second});
  if (Choose(Rules::kOpen)) return true;
  levels_.pop_back();
  return false;
}

std::vector<LockId> OrderSearch::Locks() const {
  std::vector<LockId> locks;
  locks.reserve(levels_.size());
  for (const Level& level : levels_) locks.push_back(At(level).lock);
  return locks;
}

OrderSearch::Chain OrderSearch::Current() const {
  Chain chain;
  chain.reserve(levels_.size());
  for (const Level& level : levels_) {
    chain.push_back({level.dependency, instances_[level.candidate.first + level.chosen], level.held});
  }
  return chain;
}

}  // namespace snarl::graph
