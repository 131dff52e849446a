// SPDX-License-Identifier: Apache-2.0
//
// Which stretches of the threads' lives come before which. A thread begins a new segment where it creates a thread, joins
// one, or takes over from one (a semaphore, a barrier). What one segment does is wholly before what another does if a path of
// such steps leads from the first to the second, and lock orders in segments so ordered never meet.
//
//   create(t, u)     u begins after t's segment, and so does t itself
//   join(t, u)       t begins one after its own and u's last
//   hand-over(t, u)  the same with u's at that time, and u begins one too: what it does next was not handed over
//
// Append-only, and ids ascend along every path, so the search for `a` backwards from `b` never looks below `a`. The first
// predecessors form a tree. A jump pointer leads far up it (Myers, "An Applicative Random-Access Stack", IPL 17, 1983) and
// knows between which ids everything lies that comes in by the second predecessors it leaps over. So a thread that created
// and joined a million others is not walked through step by step, neither where `a` is among them nor where it is not.
//
// Thread safety: none, for the const functions neither (a memo); the caller serialises. Cost: Begin() is O(log n), and so is
// Precedes() where threads are created and joined in turn; at worst it looks at every segment between the two, and after
// kStepsAtMost of them it says no: an order is claimed only where it was proved (`undecided` counts such answers).
// Memory: 28 bytes a segment, and 12 KiB.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"

namespace snarl::graph {

class Segments {
 public:
  static constexpr std::size_t kStepsAtMost = 20'000;

  // A new segment after both. When all 2^32 - 1 ids are gone: kNone, which is ordered with nothing.
  SegmentId Begin(SegmentId before = SegmentId::kNone, SegmentId also_before = SegmentId::kNone);

  // Whether all of `a` comes before all of `b`. False where they are the same, or one of them is kNone.
  [[nodiscard]] bool Precedes(SegmentId a, SegmentId b) const;

  [[nodiscard]] std::size_t size() const { return next_ - 1; }
  [[nodiscard]] std::size_t undecided() const { return undecided_; }
  // Of all searches so far.
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  using Number = std::uint32_t;  // 0 is above all: the parent of those that come after nothing

  // The ids of some segments lie within; low > high is none.
  struct Range {
    Number low = static_cast<Number>(-1);
    Number high = 0;
    void Include(Range other);
    [[nodiscard]] bool Includes(Number n) const { return low <= n && n <= high; }
  };
  struct Segment {
    Number before = 0;
    Number also_before = 0;
    Number depth = 0;  // how many are above it by `before`
    Number jump = 0;   // one of these
    Number aside_low = 0;
    Range asides;  // of it and all up to `jump`, without that
    // What comes in by `also_before` and not by `before`.
    [[nodiscard]] Range Aside() const { return also_before == 0 ? Range() : Range{aside_low, also_before}; }
  };
  struct Answer {
    Number a = 0;
    Number b = 0;
    bool precedes = false;
  };

  static constexpr Number kPage = 256;
  static constexpr std::size_t kMemo = 1024;

  [[nodiscard]] const Segment& At(Number n) const { return pages_[n / kPage][n % kPage]; }
  [[nodiscard]] Range AsideOf(Number before, Number also_before) const;
  [[nodiscard]] bool Search(Number a, Number b) const;

  std::vector<std::unique_ptr<Segment[]>> pages_;
  std::size_t next_ = 1;
  mutable std::size_t undecided_ = 0;
  mutable std::size_t steps_ = 0;
  mutable std::vector<Number> work_;
  mutable absl::flat_hash_set<Number> seen_;
  mutable std::array<Answer, kMemo> memo_ = {};
};

}  // namespace snarl::graph
