// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_search.h"

namespace snarl::graph {

void OrderSearch::Begin(const Dependencies::Interned& root) {
  if (++search_ == 0) {
    members_ = {};
    locks_ = {};
    ++search_;
  }
  root_ = root.dependency;
  steps_ = 0;
  gave_up_ = false;
  instances_.assign(1, root.taker);
  levels_.assign(1, {.dependency = root.dependency, .candidate = {.first = 0, .count = 1}});
  candidates_.clear();
  threads_.clear();
  measured_.clear();
  measured_from_ = 0;
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
const OrderSearch::Candidate* OrderSearch::Consider(Number number) {
  Member& member = members_.Touch(number);
  if (member.search == search_) return member.candidate == 0 ? nullptr : &candidates_[member.candidate - 1];
  member = {search_, 0};
  const Dependency& dependency = dependencies_.At(number);
  const Dependency& root = dependencies_.At(root_);
  steps_ += (dependency.held_count + root.held_count) / 16;
  if (dependency.lock == root.lock || !order_.SameComponent(Index(dependency.lock), Index(root.lock))) return nullptr;
  if (Gate(dependency, root) != LockId::kNone) return nullptr;
  const Dependencies::Taker root_taker = dependencies_.TakerAt(instances_.front());
  Candidate candidate = {.first = static_cast<std::uint32_t>(instances_.size())};
  for (Number i = dependency.takers; i != 0; i = dependencies_.NextTaker(i)) {
    const Dependencies::Taker taker = dependencies_.TakerAt(i);
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
  if (candidate.count == 0) return nullptr;
  for (Number k = 0; k < dependency.held_count; ++k) {
    const auto lock = static_cast<std::uint64_t>(dependencies_.HeldAt(dependency.held + k).lock);
    candidate.held |= std::uint64_t{1} << (lock * 0x9e3779b97f4a7c15U >> 58);
  }
  candidates_.push_back(candidate);
  member.candidate = static_cast<std::uint32_t>(candidates_.size());
  return &candidates_.back();
}

// Cycles of two: most that there are, for the price of one list, the shorter one of those that lead to them.
void OrderSearch::Pair(AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found) {
  const Dependency& root = dependencies_.At(root_);
  const std::uint32_t requested = Index(root.lock);
  std::size_t in = 0;
  for (Number i = 0; i < root.held_count; ++i) {
    const std::uint32_t lock = Index(dependencies_.HeldAt(root.held + i).lock);
    Measure(lock, 0);
    in += dependencies_.In(lock).size();
  }
  bool cut = false;
  const auto close = [&](Number held, std::uint32_t lock) {
    if (!Push({held, lock}, 2, cut)) return;
    Close(answered, most, found);
    levels_.pop_back();
  };
  std::size_t distance = 0;
  if (dependencies_.Out(requested).size() <= in) {
    for (const Dependencies::Edge& edge : dependencies_.Out(requested)) {
      if (!Step()) return;
      if (Distance(edge.other, distance)) close(edge.held, edge.other);
      if (gave_up_) return;
    }
    return;
  }
  for (Number i = 0; i < root.held_count; ++i) {
    const std::uint32_t lock = Index(dependencies_.HeldAt(root.held + i).lock);
    for (const Dependencies::Edge& edge : dependencies_.In(lock)) {
      if (!Step()) return;
      if (edge.other == requested) close(edge.held, lock);
      if (gave_up_) return;
    }
  }
}

std::vector<OrderSearch::Chain> OrderSearch::Feasible(AnsweredCycles& answered, const Bounds& bounds) {
  std::vector<Chain> found;
  budget_ = bounds.short_steps;
  Pair(answered, bounds.cycles, found);
  if (!gave_up_) MeasureBack(1);
  if (!gave_up_) Deepen(3, answered, bounds.cycles, found);
  if (gave_up_) return found;
  budget_ = steps_ + bounds.long_steps;
  const std::size_t longest = LeadsBack();
  if (longest < 4) return found;
  MeasureBack(kAnyDistance);
  for (std::size_t size = 4; size <= longest && !gave_up_; ++size) {
    if (!Deepen(size, answered, bounds.cycles, found)) break;
  }
  return found;
}

// All chains of this size, through locks whose distance is known; whether there may be longer ones, and it is worth looking.
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
    if (Push(edges[next], size, cut) && levels_.size() == size) {
      cut = cut || !Onwards().empty();
      Close(answered, most, found);
      levels_.pop_back();
    }
    if (gave_up_) return false;
  }
}

// Takes the chain for found if it closes, and that is new.
void OrderSearch::Close(AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found) {
  const Dependency& last = At(levels_.back());
  const Number closing = RootHolds(last.lock);
  if (closing == 0 || !Waits(last, dependencies_.HeldAt(closing).shared)) return;
  const std::vector<LockId> locks = Locks();
  if (answered.Has(AnsweredCycles::Kind::kFeasible, locks)) return;
  levels_.front().held = closing;
  if (!Choose(Rules::kClosed)) return;
  if (found.size() >= most) {
    gave_up_ = true;
    return;
  }
  answered.Insert(AnsweredCycles::Kind::kFeasible, locks);
  found.push_back(Current());
}

// Extends the chain by the dependency of the edge, where that can lead to a cycle of the size.
bool OrderSearch::Push(const Dependencies::Edge& edge, std::size_t size, bool& cut) {
  std::size_t distance = 0;
  if (!Distance(edge.other, distance)) return false;
  if (levels_.size() + 1 + distance > size) {
    cut = true;
    return false;
  }
  const Dependencies::HeldLock& entry = dependencies_.HeldAt(edge.held);
  if (!Waits(At(levels_.back()), entry.shared)) return false;
  const Candidate* candidate = Consider(entry.dependency);
  if (candidate == nullptr) return false;
  const Dependency& dependency = dependencies_.At(entry.dependency);
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    const Dependency& other = At(levels_[i]);
    if (other.lock == dependency.lock) return false;
    if ((levels_[i].candidate.held & candidate->held) == 0) continue;
    if (Gate(other, dependency) != LockId::kNone) return false;
  }
  levels_.push_back({.dependency = entry.dependency, .held = edge.held, .candidate = *candidate});
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
