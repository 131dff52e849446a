// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/segments.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace snarl::graph {

void Segments::Range::Include(Range other) {
  low = std::min(low, other.low);
  high = std::max(high, other.high);
}

SegmentId Segments::Begin(SegmentId before, SegmentId also_before) {
  if (next_ > std::numeric_limits<Number>::max()) return SegmentId::kNone;
  const auto made = static_cast<Number>(next_);
  if (made / kPage >= pages_.size()) pages_.push_back(std::make_unique<Segment[]>(kPage));
  ++next_;

  Segment& segment = pages_[made / kPage][made % kPage];
  segment.before = static_cast<Number>(before);
  segment.also_before = static_cast<Number>(also_before);
  if (segment.before == 0) std::swap(segment.before, segment.also_before);
  const Range aside = AsideOf(segment.before, segment.also_before);
  if (aside.high == 0) segment.also_before = 0;
  segment.aside_low = aside.low;
  segment.asides = aside;

  const Segment& parent = At(segment.before);
  const Segment& above = At(parent.jump);
  segment.depth = parent.depth + 1;
  if (parent.depth - above.depth == above.depth - At(above.jump).depth) {
    // Two leaps of one length become one, as in a skew-binary number.
    segment.jump = above.jump;
    segment.asides.Include(parent.asides);
    segment.asides.Include(above.asides);
  } else {
    segment.jump = segment.before;
  }
  return static_cast<SegmentId>(made);
}

// Both lines are followed up to where they meet. What is before `also_before` and below that place, or comes in from aside on
// the way there, is new; all else is before `before` anyway.
Segments::Range Segments::AsideOf(Number before, Number also_before) const {
  if (also_before == 0) return {};
  Range range = {also_before, also_before};
  Number left = before;
  Number right = also_before;
  while (left != right) {
    const Segment& l = At(left);
    const Segment& r = At(right);
    if (l.depth > r.depth) {
      left = At(l.jump).depth >= r.depth ? l.jump : l.before;
      continue;
    }
    const bool level = l.depth == r.depth;
    const bool leap = level ? l.jump != r.jump : At(r.jump).depth >= l.depth;
    range.Include(leap ? r.asides : r.Aside());
    right = leap ? r.jump : r.before;
    if (level) left = leap ? l.jump : l.before;
  }
  if (right == also_before) return {};
  range.Include({right + 1, also_before});
  return range;
}

bool Segments::Precedes(SegmentId a, SegmentId b) const {
  const auto first = static_cast<Number>(a);
  const auto second = static_cast<Number>(b);
  if (first == 0 || first >= second) return false;
  Answer& known = memo_[(first * 0x9e3779b1U ^ second * 0x85ebca77U) >> 22];
  if (known.a != first || known.b != second) known = {first, second, Search(first, second)};
  return known.precedes;
}

bool Segments::Search(Number a, Number b) const {
  work_.assign(1, b);
  seen_.clear();
  const std::size_t last_step = steps_ + kStepsAtMost;
  while (!work_.empty()) {
    Number at = work_.back();
    work_.pop_back();
    while (at > a) {
      if (++steps_ > last_step) {
        ++undecided_;
        return false;
      }
      const Segment& segment = At(at);
      if (segment.jump >= a && !segment.asides.Includes(a)) {
        at = segment.jump;
        continue;
      }
      if (segment.Aside().Includes(a)) {
        if (!seen_.insert(at).second) break;
        work_.push_back(segment.also_before);
      }
      at = segment.before;
    }
    if (at == a) return true;
  }
  return false;
}

std::size_t Segments::bytes() const {
  return pages_.size() * (kPage * sizeof(Segment) + sizeof(void*)) + work_.capacity() * sizeof(Number) +
         seen_.capacity() * (sizeof(Number) + 1) + sizeof(memo_);
}

}  // namespace snarl::graph
