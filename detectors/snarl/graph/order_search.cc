// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_search.h"

namespace snarl::graph {

// A lock that both hold, unless both hold it shared: LockId::kNone where there is none. Both lists are sorted.
LockId OrderGraph::Search::Gate(const Dependency& a, const Dependency& b) {
  auto i = a.held.begin();
  auto j = b.held.begin();
  while (i != a.held.end() && j != b.held.end()) {
    if (i->lock < j->lock) {
      ++i;
    } else if (j->lock < i->lock) {
      ++j;
    } else {
      if (!i->shared || !j->shared) return i->lock;
      ++i, ++j;
    }
  }
  return LockId::kNone;
}

// Whether the chain's last dependency requests what its first one holds.
bool OrderGraph::Search::Closes() {
  const Dependency& last = At(chain_.back());
  const Dependency& first = At(chain_.front());
  for (std::size_t i = 0; i < first.held.size(); ++i) {
    if (first.held[i].lock != last.lock) continue;
    if (rules_ == Rules::kFeasible && !Waits(last, first.held[i].shared)) return false;
    chain_.front().held = static_cast<std::uint32_t>(i);
    return true;
  }
  return false;
}

// Puts the next dependency that holds what the last one requests onto the chain; false where there is no more.
bool OrderGraph::Search::Extend() {
  const LockId wanted = At(chain_.back()).lock;
  const auto holders = graph_.holding_.find(wanted);
  if (holders == graph_.holding_.end()) return false;
  Cursor& cursor = cursors_.back();
  for (auto place = holders->second.lower_bound(cursor.next_dependency); place != holders->second.end();) {
    if (++steps_ > kSearchBudget) return false;
    const std::uint32_t index = *place;
    if (index != cursor.next_dependency) {
      cursor.next_dependency = index;
      cursor.next_taker = 0;
    }
    const Dependency& dependency = graph_.dependencies_[index];
    if (cursor.next_taker >= dependency.takers.size()) {
      cursor.next_dependency = index + 1;
      cursor.next_taker = 0;
      ++place;
      continue;
    }
    const auto held =
        std::find_if(dependency.held.begin(), dependency.held.end(), [&](const Held& h) { return h.lock == wanted; });
    const Link next{index, static_cast<std::uint32_t>(cursor.next_taker++),
                    static_cast<std::uint32_t>(held - dependency.held.begin())};
    if (!Fits(next)) continue;
    chain_.push_back(next);
    cursors_.push_back(Cursor{});
    return true;
  }
  return false;
}

bool OrderGraph::Search::Fits(const Link& next) const {
  const Dependency& candidate = At(next);
  // Off the component no chain leads back.
  if (!graph_.order_.SameComponent(Index(candidate.lock), Index(At(chain_.front()).lock))) return false;
  if (rules_ == Rules::kFeasible && !Waits(At(chain_.back()), candidate.held[next.held].shared)) return false;
  for (const Link& link : chain_) {
    const Dependency& other = At(link);
    if (candidate.lock == other.lock) return false;
    if (rules_ == Rules::kAny) continue;
    if (candidate.takers[next.taker].thread == other.takers[link.taker].thread) return false;
    if (Gate(candidate, other) != LockId::kNone) return false;
  }
  return true;
}

bool OrderGraph::Search::WhyNot(const std::vector<Link>& chain, Reason& reason, LockId& gate) const {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t j = i + 1; j < chain.size(); ++j) {
      if (At(chain[i]).takers[chain[i].taker].thread == At(chain[j]).takers[chain[j].taker].thread) {
        reason = Reason::kOneThread;
        return true;
      }
      gate = Gate(At(chain[i]), At(chain[j]));
      if (gate != LockId::kNone) {
        reason = Reason::kGateLock;
        return true;
      }
    }
  }
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const Link& next = chain[(i + 1) % chain.size()];
    if (!Waits(At(chain[i]), At(next).held[next.held].shared)) {
      reason = Reason::kReaders;
      return true;
    }
  }
  return false;
}

}  // namespace snarl::graph
