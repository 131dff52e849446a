// SPDX-License-Identifier: Apache-2.0
//
// A directed graph's strongly connected components, kept in topological order while edges arrive. It answers the first
// question about a new lock order, "can it lie on a cycle at all?", in next to no time where the answer is no, which it is
// nearly always. The edges themselves are the caller's; they are asked for where an edge disagrees with the order.
//
// The order is maintained as in Pearce & Kelly, "A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs"
// (JEA 11, 2006). Where an edge closes a cycle they stop; here the components on the cycle become one and keep their place,
// so the next cycle is found like the first.
//
// Removing nodes never splits a component: SameComponent() may then say yes where the cycle is gone. It never says no
// wrongly; the caller's exact search decides.
//
// Thread safety: none; the caller serialises. Cost: AddEdge() is O(1) where the edge agrees with the order; otherwise
// O(d log d) for d nodes and edges between the two ends' places. Memory: 16 bytes a node. No recursion.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "snarl/graph/pool.h"

namespace snarl::graph {

class ComponentOrder {
 public:
  using Node = std::uint32_t;  // chosen by the caller, best densely; a removed node's number may be used anew

  // Appends the nodes that edges lead to from a node (or lead to it from); one may be named twice.
  class Edges {
   public:
    virtual void From(Node node, std::vector<Node>& out) const = 0;
    virtual void To(Node node, std::vector<Node>& in) const = 0;

   protected:
    ~Edges() = default;
  };

  // True where `from` and `to` are in one component once the edge is in. Nodes come to be by being named.
  // REQUIRES: `edges` are those added so far and not removed, this one included, and no other.
  bool AddEdge(Node from, Node to, const Edges& edges) {
    // Where a node without edges stands is free, so it is put where the first edge agrees.
    Name(from, lowest_ - 2);
    Name(to, highest_ + 2);
    const Node source = nodes_[from].leader;
    const Node target = nodes_[to].leader;
    if (source == target) return true;
    if (nodes_[source].rank < nodes_[target].rank) return false;
    return Reorder(source, target, edges);
  }
  // Before an AddEdge() of this node.
  void Prefetch(Node node) const { nodes_.Prefetch(node); }
  // REQUIRES: its edges are removed too.
  void RemoveNode(Node node);

  [[nodiscard]] bool SameComponent(Node a, Node b) const;

  // The invariant, for tests: every edge between two components goes from a lower rank to a higher one.
  [[nodiscard]] bool Consistent(const Edges& edges) const;

  [[nodiscard]] std::size_t bytes() const {
    return nodes_.bytes() + sizeof(Node) * (scratch_.ahead.capacity() + scratch_.behind.capacity()) +
           sizeof(Node) * scratch_.neighbours.capacity() + sizeof(Rank) * scratch_.ranks.capacity();
  }

 private:
  using Rank = std::int64_t;
  static constexpr Rank kNoRank = std::numeric_limits<Rank>::min();

  // A component is the ring of its members, and known by one of them, its leader.
  struct NodeState {
    Rank rank = kNoRank;  // the leader's counts; even, and one more while it is visited
    Node leader = 0;
    Node next_member = 0;
    [[nodiscard]] bool visited() const { return (rank & 1) != 0; }
    void Visit() { rank |= 1; }
  };

  void Name(Node node, Rank rank) {
    NodeState& state = nodes_.Touch(node);
    if (state.rank != kNoRank) return;
    state = {rank, node, node};
    lowest_ = std::min(lowest_, rank);
    highest_ = std::max(highest_, rank);
    end_ = std::max(end_, node + 1);
  }
  bool Reorder(Node source, Node target, const Edges& edges);
  // The leaders reachable from `start` along edges forwards (or backwards) whose rank stays within the limit, `start` first.
  void Reach(Node start, bool forward, Rank limit, const Edges& edges, std::vector<Node>& reached);
  void Unvisit(const std::vector<Node>& leaders);
  void SortByRank(std::vector<Node>& leaders) const;
  void Merge(Node into, Node from);

  // Of Reorder(); kept, since many of them are short and allocating would be half of it.
  struct Scratch {
    std::vector<Node> ahead;
    std::vector<Node> behind;
    std::vector<Node> neighbours;
    std::vector<Rank> ranks;
  };

  Sheet<NodeState> nodes_;
  Scratch scratch_;
  Node end_ = 0;
  Rank lowest_ = 0;
  Rank highest_ = 0;
};

}  // namespace snarl::graph
