// SPDX-License-Identifier: Apache-2.0
//
// The search of the lock-order graph: all chains of dependencies that close a cycle through a given one, the root. Only
// order_graph.cc includes this.
//
// Every other member of a cycle must go together with the root (another thread, no common gate, not ordered before it). Cycles
// of two and three such candidates are looked for at once, along the lists of the locks at both ends. For longer ones it is
// first found out, by two breadth-first walks over candidates alone, whether they lead from what the root requests back to
// what it holds, with a thread for each step, and how many it takes at least: where nothing leads back, as behind a gate lock
// or in one thread, the search ends here. (That is the two-sided peel of Cai & Chan, "Magiclock", TSE 40(3), 2014, as seen
// from one dependency.) Then chains are extended depth first, but the short ones before the long, until none was cut off.
// An extension must leave the members a choice of instances, one each, of different threads and in segments that can meet;
// usually the choice made so far fits, else all is chosen anew. A cycle whose locks were answered before is not chosen for.
//
// No recursion. Cost: a step is a look at one edge, or at one pair of instances, some 20 to 60 ns; at its bounds it gives up.
// Memory, once there was a cycle: 8 bytes a dependency and 12 a lock that lie in one component with others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "snarl/graph/answered.h"
#include "snarl/graph/component_order.h"
#include "snarl/graph/cycle.h"
#include "snarl/graph/dependencies.h"
#include "snarl/graph/pool.h"
#include "snarl/graph/segments.h"

namespace snarl::graph {

class OrderSearch {
 public:
  using Number = Dependencies::Number;

  struct Link {  // a place in a chain
    Number dependency = 0;
    Number taker = 0;
    Number held = 0;  // which of its held locks the chain came in by
  };
  using Chain = std::vector<Link>;

  struct Explained {
    Chain chain;
    std::optional<Reason> reason;  // none: it is a deadlock after all
    LockId gate = LockId::kNone;
  };

  OrderSearch(const Dependencies& dependencies, const ComponentOrder& order, const Segments* segments)
      : dependencies_(dependencies), order_(order), segments_(segments) {}

  // What follows is about cycles through this one.
  void Begin(const Dependencies::Interned& root);

  struct Bounds {
    std::size_t short_steps = 0;  // for cycles of two and three members
    std::size_t long_steps = 0;   // for longer ones
    std::size_t cycles = 0;
  };
  // The feasible ones whose locks are not among `answered`, the shortest first.
  std::vector<Chain> Feasible(AnsweredCycles& answered, const Bounds& bounds);

  // A short cycle through the root by the locks alone, not among `answered`, and why it is no deadlock.
  std::optional<Explained> Explain(const AnsweredCycles& answered, std::size_t budget);

  [[nodiscard]] bool gave_up() const { return gave_up_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] std::size_t bytes() const { return members_.bytes() + locks_.bytes(); }

 private:
  using Dependency = Dependencies::Dependency;
  // Threads differ; segments too; also as to the lock by which the chain comes back to the root.
  enum class Rules : std::uint8_t { kThreads, kOpen, kClosed };

  struct Candidate {          // a dependency that goes together with the root
    std::uint32_t first = 0;  // of its instances that do, in instances_
    std::uint32_t count = 0;
    std::uint64_t held = 0;  // a bit for each lock held; two whose bits differ have no lock in common
  };
  struct Level {
    Number dependency = 0;
    Number held = 0;
    std::uint32_t next = 0;  // of the edges from what it requests, the one to extend by
    Candidate candidate;
    std::uint32_t chosen = 0;  // which of its instances
  };
  // What this search knows of a dependency, or of a lock; stale where `search` is another one's.
  struct Member {
    std::uint32_t search = 0;
    std::uint32_t candidate = 0;  // in candidates_, from 1; 0 where it goes not together with the root
  };
  struct Lock {
    std::uint32_t reached = 0;   // the search that came by
    std::uint32_t measured = 0;  // the search that measured
    std::uint32_t distance = 0;  // of a requested lock: how many more members it takes to close
  };

  static constexpr std::uint32_t kAnyDistance = std::numeric_limits<std::uint32_t>::max();

  bool Step();
  const Dependency& At(const Level& level) const { return dependencies_.At(level.dependency); }
  static bool Waits(const Dependency& requester, bool held_shared) {
    return !requester.shared || !held_shared || requester.readers_block_readers;
  }
  [[nodiscard]] LockId Gate(const Dependency& a, const Dependency& b) const;
  // The root's held lock, as a number; 0 where it holds no such lock.
  [[nodiscard]] Number RootHolds(LockId lock) const;
  [[nodiscard]] SegmentId Taken(const Level& level, Number taker) const;
  [[nodiscard]] bool Precedes(SegmentId a, SegmentId b);

  // The candidate that the dependency is; null where it does not go together with the root.
  const Candidate* Consider(Number dependency);
  // How many more members it takes from a requested lock; false where none lead back.
  [[nodiscard]] bool Distance(std::uint32_t lock, std::size_t& distance) const;
  bool Measure(std::uint32_t lock, std::uint32_t distance);
  void Pair(AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found);
  std::size_t LeadsBack();
  void MeasureBack(std::uint32_t farthest);
  void Close(AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found);
  bool Deepen(std::size_t size, AnsweredCycles& answered, std::size_t most, std::vector<Chain>& found);
  bool Push(const Dependencies::Edge& edge, std::size_t size, bool& cut);
  [[nodiscard]] std::span<const Dependencies::Edge> Onwards() const {
    return dependencies_.Out(Index(At(levels_.back()).lock));
  }
  bool Choose(Rules rules);
  bool ChooseAnew(Rules rules);
  bool Meet(const Level& a, Number taker_a, const Level& b, Number taker_b, Rules rules);
  [[nodiscard]] std::vector<LockId> Locks() const;
  [[nodiscard]] Chain Current() const;
  bool Judge(Explained& explained);

  const Dependencies& dependencies_;
  const ComponentOrder& order_;
  const Segments* segments_;
  Number root_ = 0;
  std::uint32_t search_ = 0;
  std::size_t steps_ = 0;
  std::size_t budget_ = 0;
  bool gave_up_ = false;
  std::vector<Number> instances_;  // takers, the root's one first
  std::vector<Level> levels_;      // the chain; the root first
  std::vector<std::uint32_t> trial_;
  std::vector<Candidate> candidates_;
  absl::flat_hash_set<ThreadId> threads_;  // of the candidates
  std::vector<std::uint32_t> measured_;    // the locks whose distance is known, the nearest first
  std::size_t measured_from_ = 0;          // those before were looked behind
  Sheet<Member> members_;                  // by dependency
  Sheet<Lock> locks_;                      // by a lock's index
};

}  // namespace snarl::graph
