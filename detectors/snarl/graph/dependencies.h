// SPDX-License-Identifier: Apache-2.0
//
// The store of the lock-order graph: every dependency once (a lock requested, the locks held meanwhile, and their modes), who
// did it, and the lists by lock that a search follows. What the numbers mean is order_graph.h's business.
//
// A thread that does a dependency is its taker; it is one in each segment of its life in which it does it (an instance), for
// the order of segments decides which instances can meet. Kept are, per dependency, kThreadsKept threads, and of each the
// two first instances and the two last: the last are those which the fewest others precede, so that a cycle of two is never
// lost, the first are those which precede the fewest. When there are too many threads, those that have ended go first, the
// oldest of them before others; while none has ended, a further one is not kept (but searched for: Interned::kept).
//
// Thread safety: none; the caller serialises. Cost: Intern() is one hash look-up, and O(held). Memory: 100 bytes a
// dependency of one held lock; 55 for each lock more, 8 for each further taker, and the circumstances (circumstances.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "snarl/graph/circumstances.h"
#include "snarl/graph/component_order.h"
#include "snarl/graph/cycle.h"
#include "snarl/graph/ids.h"
#include "snarl/graph/numbered.h"
#include "snarl/graph/pool.h"

namespace snarl::graph {

class Dependencies final : public ComponentOrder::Edges {
 public:
  Dependencies() = default;
  Dependencies(const Dependencies&) = delete;
  Dependencies& operator=(const Dependencies&) = delete;

  using Number = std::uint32_t;  // in one of the pools below; 0 is none

  static constexpr std::size_t kThreadsKept = 16;
  static constexpr std::size_t kFirstKept = 2;
  static constexpr std::size_t kLastKept = 2;

  struct Dependency {
    LockId lock = LockId::kNone;  // requested
    Number held = 0;              // the first of held_count in held(), sorted by lock
    Number held_count = 0;
    Number takers = 0;  // the first of a list in which a thread's instances follow each other, the oldest first
    std::uint32_t hash = 0;
    bool shared = false;
    bool readers_block_readers = false;
  };
  struct HeldLock {
    LockId lock = LockId::kNone;
    Number dependency = 0;
    std::uint32_t place_out = 0;  // in the list of its lock, once it is linked
    std::uint32_t place_in = 0;   // in the list of the lock requested
    bool shared = false;
  };
  // An edge, in the lists of both its locks: the lock held, and the index of the lock at the other end.
  struct Edge {
    Number held = 0;
    std::uint32_t other = 0;
  };
  using Taken = Circumstances::Taken;
  struct Taker {
    ThreadId thread = ThreadId::kNone;
    Number next = 0;
    Number taken = 0;  // the first of held_count, by TakenAt(), in the order of held
    StackId at = StackId::kNone;
    SegmentId segment = SegmentId::kNone;
  };

  struct Interned {
    Number dependency = 0;
    Number taker = 0;  // the new instance; 0 where it was known, or names a lock that is gone
    bool is_new = false;
    bool kept = false;  // else to be given to Discard() after the search
    const Dependency* what = nullptr;
  };
  // Before an Intern() of this.
  void Prefetch(const Request& request) const;
  // The edges of a new dependency come in one by one, by Link(), for ComponentOrder wants them so.
  Interned Intern(const Request& request);
  void Link(Number held);
  void Discard(const Interned& interned);

  void ThreadEnded(ThreadId thread);

  // Forgets what requests the lock, and takes it out of what else was held. False where it was never named, or is gone.
  bool Remove(LockId lock);

  [[nodiscard]] const Dependency& At(Number dependency) const { return dependencies_[dependency]; }
  [[nodiscard]] const HeldLock& HeldAt(Number held) const { return held_[held]; }
  [[nodiscard]] Taker TakerAt(Number taker) const {
    const TakerEntry& entry = takers_[taker];
    const Circumstances::Circumstance& c = circumstances_.At(entry.circumstance);
    return {c.thread, entry.next, c.taken, c.at, c.segment};
  }
  [[nodiscard]] Number NextTaker(Number taker) const { return takers_[taker].next; }
  [[nodiscard]] const Taken& TakenAt(Number taken) const { return circumstances_.TakenAt(taken); }
  // By a lock's index: the edges from it, for each dependency that holds it, and those to it, for each lock that is held by
  // one that requests it. The oldest first, unless some were removed.
  [[nodiscard]] std::span<const Edge> Out(std::uint32_t lock) const;
  [[nodiscard]] std::span<const Edge> In(std::uint32_t lock) const;

  void From(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& out) const override;
  void To(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& in) const override;

  [[nodiscard]] std::size_t size() const { return known_.size(); }
  [[nodiscard]] std::size_t edges() const { return edges_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::size_t kEdgesInPlace = 2;  // as many as a vector's own size holds
  using EdgeList = absl::InlinedVector<Edge, kEdgesInPlace>;
  struct Lists {
    EdgeList out;
    EdgeList in;
    std::uint32_t generation = 0;  // of the lock that these are of, or that was removed last
    bool removed = false;
  };
  struct TakerEntry {
    Number circumstance = 0;
    Number next = 0;
  };
  struct Wanted {  // a request with its held locks sorted
    const Request& request;
    std::span<const Held> held;
    std::uint32_t hash = 0;
  };
  friend NumberedSame<Wanted, Dependencies>;

  [[nodiscard]] bool Is(Number number, const Wanted& wanted) const;
  std::span<const Held> Sorted(std::span<const Held> held);
  static std::size_t Outside(const EdgeList& list) {
    return list.capacity() > kEdgesInPlace ? list.capacity() * sizeof(Edge) : 0;
  }
  void Append(EdgeList& list, Edge edge);
  bool Name(LockId lock);
  Number NewDependency(const Wanted& wanted);
  [[nodiscard]] bool Knows(const Dependency& dependency, const Wanted& wanted) const;
  bool Place(Dependency& dependency, const Wanted& wanted, Number taker);
  bool Evict(Dependency& dependency);
  Number NewTaker(const Wanted& wanted);
  void GiveTaker(Number taker);
  [[nodiscard]] ThreadId ThreadOf(Number taker) const { return circumstances_.At(takers_[taker].circumstance).thread; }
  void Unlink(const HeldLock& held);
  void Drop(Number dependency);
  void HoldsNoMore(Number dependency, LockId lock);

  Pool<Dependency> dependencies_;
  Pool<HeldLock> held_;
  Pool<TakerEntry> takers_;
  Circumstances circumstances_;
  Sheet<Lists> lists_;
  NumberedSet<Wanted, Dependencies> known_{0, {}, {this}};
  absl::flat_hash_map<std::uint64_t, std::uint64_t> ended_;  // a bit for each thread, 64 in a word
  std::vector<Held> sorted_;
  std::size_t edges_ = 0;
  std::size_t outside_ = 0;  // bytes of edges that lie not in place
};

}  // namespace snarl::graph
