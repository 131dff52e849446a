// SPDX-License-Identifier: Apache-2.0
//
// The part of the search that chooses who: one instance for each member of a chain, so that all can meet.
#include "snarl/graph/order_search.h"

namespace snarl::graph {

SegmentId OrderSearch::Taken(const Level& level, Number taker) const {
  return dependencies_.TakenAt(dependencies_.TakerAt(taker).taken + (level.held - At(level).held)).segment;
}

bool OrderSearch::Precedes(SegmentId a, SegmentId b) {
  if (segments_ == nullptr) return false;
  const std::size_t before = segments_->steps();
  const bool precedes = segments_->Precedes(a, b);
  steps_ += (segments_->steps() - before) / 8;
  return precedes;
}

// Whether these two instances may be at their requests at the same time.
bool OrderSearch::Meet(const Level& a, Number taker_a, const Level& b, Number taker_b, Rules rules) {
  if (!Step()) return false;
  const Dependencies::Taker left = dependencies_.TakerAt(taker_a);
  const Dependencies::Taker right = dependencies_.TakerAt(taker_b);
  if (left.thread == right.thread) return false;
  if (rules == Rules::kThreads || segments_ == nullptr) return true;
  if (Precedes(left.segment, Taken(b, taker_b))) return false;
  // By which of its locks the root comes in is known when the chain is closed.
  return (rules == Rules::kOpen && a.dependency == root_) || !Precedes(right.segment, Taken(a, taker_a));
}

// An instance for each member; where the others' choice fits, only for the last.
bool OrderSearch::Choose(Rules rules) {
  Level& last = levels_.back();
  const auto fits = [&](std::size_t level) {
    const Number taker = instances_[levels_[level].candidate.first + levels_[level].chosen];
    for (std::size_t i = 0; i < level; ++i) {
      if (!Meet(levels_[i], instances_[levels_[i].candidate.first + levels_[i].chosen], levels_[level], taker, rules)) {
        return false;
      }
    }
    return true;
  };
  if (rules == Rules::kClosed) {
    bool all = true;
    for (std::size_t level = 1; level < levels_.size() && all; ++level) all = fits(level);
    return all || ChooseAnew(rules);
  }
  for (last.chosen = 0; last.chosen < last.candidate.count; ++last.chosen) {
    if (fits(levels_.size() - 1)) return true;
  }
  return ChooseAnew(rules);
}

// By trying all; the choice stays as it was where none fits.
bool OrderSearch::ChooseAnew(Rules rules) {
  trial_.assign(levels_.size(), 0);
  const auto taker = [&](std::size_t level) { return instances_[levels_[level].candidate.first + trial_[level]]; };
  std::size_t level = 1;
  while (level > 0 && level < levels_.size() && !gave_up_) {
    bool fits = trial_[level] < levels_[level].candidate.count;
    if (!fits) {
      trial_[level] = 0;
      if (--level > 0) ++trial_[level];
      continue;
    }
    for (std::size_t i = 0; i < level && fits; ++i) {
      fits = Meet(levels_[i], taker(i), levels_[level], taker(level), rules);
    }
    fits ? ++level : ++trial_[level];
  }
  if (level != levels_.size() || gave_up_) return false;
  for (std::size_t i = 0; i < levels_.size(); ++i) levels_[i].chosen = trial_[i];
  return true;
}

}  // namespace snarl::graph
