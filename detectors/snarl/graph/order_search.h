// SPDX-License-Identifier: Apache-2.0
//
// The search of the lock-order graph: all chains of dependencies that close a cycle through one of them. Only order_graph.cc
// includes this.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "snarl/graph/order_graph.h"

namespace snarl::graph {

class OrderGraph::Search {
 public:
  enum class Rules : std::uint8_t { kFeasible, kAny };

  // Every cycle searched for begins with this dependency, done by this taker.
  Search(const OrderGraph& graph, std::uint32_t first, std::uint32_t taker)
      : graph_(graph), first_(first), first_taker_(taker) {}

  // Calls found(chain) for each; it returns whether to go on. An explicit stack, so a long chain costs no recursion.
  template <class Found>
  void Run(Rules rules, Found found) {
    rules_ = rules;
    go_on_ = true;
    steps_ = 0;
    chain_.assign(1, {first_, first_taker_, 0});
    cursors_.assign(1, Cursor{});
    while (!chain_.empty() && go_on_) {
      if (++steps_ > kSearchBudget) {
        gave_up_ = true;
        return;
      }
      if (!cursors_.back().closed_tried) {
        cursors_.back().closed_tried = true;
        if (chain_.size() > 1 && Closes()) go_on_ = found(chain_);
        continue;
      }
      if (!Extend()) {
        chain_.pop_back();
        cursors_.pop_back();
      }
    }
  }

  // Why a chain that Rules::kAny found is no deadlock; false where it is one.
  bool WhyNot(const std::vector<Link>& chain, Reason& reason, LockId& gate) const;

  [[nodiscard]] bool gave_up() const { return gave_up_; }

 private:
  struct Cursor {
    std::uint32_t next_dependency = 0;  // the smallest that was not tried yet
    std::size_t next_taker = 0;
    bool closed_tried = false;
  };

  const Dependency& At(const Link& link) const { return graph_.dependencies_[link.dependency]; }
  bool Closes();
  bool Extend();
  [[nodiscard]] bool Fits(const Link& next) const;
  static bool Waits(const Dependency& requester, bool held_shared) {
    return !requester.shared || !held_shared || requester.readers_block_readers;
  }
  static LockId Gate(const Dependency& a, const Dependency& b);

  const OrderGraph& graph_;
  const std::uint32_t first_;
  const std::uint32_t first_taker_;
  Rules rules_ = Rules::kFeasible;
  bool go_on_ = true;
  bool gave_up_ = false;
  std::size_t steps_ = 0;
  std::vector<Link> chain_;
  std::vector<Cursor> cursors_;
};

}  // namespace snarl::graph
