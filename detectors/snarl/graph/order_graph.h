// SPDX-License-Identifier: Apache-2.0
//
// The lock-order graph. It is told who, holding what, requests what, and answers with the cycles which that closes and which
// can really happen. Pure: no thread, clock, lock or output; the caller serialises and shows.
//
// The unit is the dependency of generalised Goodlock (Bensalem & Havelund, "Dynamic Deadlock Analysis of Multi-threaded
// Programs", 2005; Agarwal, Bensalem, Farchi et al., "Detection of Deadlock Potentials in Multithreaded Programs", 2010): a
// thread, the lock it requests, and everything it holds meanwhile. A chain of dependencies, each holding what the one before
// requests, the first holding what the last requests, all these locks different, is a potential deadlock if
//   - all its threads differ                    (else dismissed: kOneThread)
//   - no two of them hold a common lock         (else kGateLock; a gate both hold shared gates nothing)
//   - each request really waits for the holding (else kReaders: of two readers of a lock whose readers do not block each other)
//   - none is past its request, and in a later segment, before another takes the lock that the cycle goes through
//                                               (else kOrdered: by create, join or a hand-over; segments.h).
// Every cycle of locks is answered once: with the dependency that completes it, or the instance of it in a new segment.
//
// What is not kept: threads and instances beyond those that dependencies.h names, so a cycle of three or more may go unseen
// where only one of these closes it, and one of two where more than 16 living threads do the same; and what Remove() says.
//
// Cost: Add() of a known instance is one hash look-up. A new one costs about the same where its edges lie on no cycle, which
// ComponentOrder tells; otherwise a search among the dependencies of that component, within the bounds below (`gave_up` says
// so when one was reached), and a shorter one for what to dismiss. Memory: see dependencies.h and order_search.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "snarl/graph/answered.h"
#include "snarl/graph/component_order.h"
#include "snarl/graph/cycle.h"
#include "snarl/graph/dependencies.h"
#include "snarl/graph/ids.h"
#include "snarl/graph/segments.h"

namespace snarl::graph {

class OrderSearch;

class OrderGraph {
 public:
  struct Answer {
    // Feasible, and new; the shortest first. kLargestAnswer at most, and kCyclesAtMost from one graph.
    std::vector<Cycle> cycles;
    // New; one at most, only where there is no feasible one, and kDismissedAtMost from one graph: explaining costs time.
    std::vector<DismissedCycle> dismissed;
    // The search ended at one of its bounds before it was done; there may be more cycles.
    bool gave_up = false;
  };

  // Steps of one search, for cycles of two and three, and again for longer ones; once all searches together have taken
  // kPatience, only the least.
  static constexpr std::size_t kSearchBudget = 200'000;
  static constexpr std::size_t kPatience = 20'000'000;
  static constexpr std::size_t kLeastShort = 5'000;
  static constexpr std::size_t kLeastLong = 500;
  static constexpr std::size_t kExplainBudget = 1'000;
  static constexpr std::size_t kDismissedAtMost = 1'000;
  static constexpr std::size_t kLargestAnswer = 64;
  static constexpr std::size_t kCyclesAtMost = 10'000;

  OrderGraph();
  // Segments in the order of `segments`, which must outlive the graph. Without it no segment is ordered.
  explicit OrderGraph(const Segments& segments);
  ~OrderGraph();

  // Add() of a new order waits for memory most of its time. Called some time before, this lets it wait once for all of it.
  void Prefetch(const Request& request) const;
  Answer Add(const Request& request);

  // The lock is gone: no cycle will name it again, and what was held beside it is kept without it. (So two old sections
  // that only a destroyed gate kept apart can meet in a later cycle of three or more; the alternative is to keep every
  // destroyed lock for ever, or to forget orders that short-lived locks were held beside.)
  // REQUIRES: before another generation of its index is named. A request that names it afterwards is ignored.
  void Remove(LockId lock);

  // The thread requests nothing any more. What it did stays, but makes place where too many did the same.
  void ThreadEnded(ThreadId thread) { dependencies_->ThreadEnded(thread); }

  // As new, but for the segments.
  void Clear();

  [[nodiscard]] std::size_t dependencies() const { return dependencies_->size(); }
  // Of one lock before another; once for each set of locks held.
  [[nodiscard]] std::size_t orders() const { return dependencies_->edges(); }
  // Of all searches so far.
  [[nodiscard]] std::size_t steps() const { return steps_; }
  // Memory in use, the segments included, in O(1). An estimate, a few percent off.
  [[nodiscard]] std::size_t bytes() const;

 private:
  void SearchSlow(const Dependencies::Interned& root, Answer& answer);

  const Segments* segments_ = nullptr;
  ComponentOrder order_;
  std::optional<Dependencies> dependencies_{std::in_place};
  AnsweredCycles answered_;
  std::unique_ptr<OrderSearch> search_;  // made for the first cycle
  std::size_t feasible_ = 0;
  std::size_t dismissed_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace snarl::graph
