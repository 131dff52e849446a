// SPDX-License-Identifier: Apache-2.0
//
// A directed graph that always knows its strongly connected components, kept in topological order while edges arrive. It
// answers the first question about a new lock order, "can it lie on a cycle at all?", in next to no time where the answer
// is no, which it is nearly always.
//
// The order is maintained as in Pearce & Kelly, "A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs"
// (JEA 11, 2006). Where an edge closes a cycle they stop; here the components on the cycle become one and keep their place,
// so the next cycle is found like the first.
//
// Removing nodes never splits a component: SameComponent() may then say yes where the cycle is gone. It never says no
// wrongly; the caller's exact search decides.
//
// Thread safety: none; the caller serialises. Cost: AddEdge() is O(1) where the edge agrees with the order; otherwise
// O(d log d) for d nodes and edges between the two ends' places. Memory: about 100 bytes a node, 20 an edge. No recursion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"

namespace snarl::graph {

class ComponentOrder {
 public:
  using Node = std::uint32_t;  // dense, chosen by the caller; a removed node's number may be used anew

  // True where `from` and `to` are in one component once the edge is in. Nodes come to be by being named.
  bool AddEdge(Node from, Node to);
  void RemoveNode(Node node);

  [[nodiscard]] bool SameComponent(Node a, Node b) const;
  [[nodiscard]] bool HasEdge(Node from, Node to) const;

  // The invariant, for tests: every edge between two components goes from a lower rank to a higher one.
  [[nodiscard]] bool Consistent() const;

 private:
  using Component = std::uint32_t;
  static constexpr Component kNoComponent = static_cast<Component>(-1);

  struct NodeState {
    Component component = kNoComponent;
    absl::flat_hash_set<Node> out;
    absl::flat_hash_set<Node> in;
  };
  struct ComponentState {
    std::uint64_t rank = 0;
    bool visited = false;
    std::vector<Node> members;
  };

  void Ensure(Node node);
  // The components reachable from `start` along out- (or in-) edges whose rank stays within the limit, `start` first.
  std::vector<Component> Reach(Component start, bool forward, std::uint64_t limit);
  void Unvisit(const std::vector<Component>& components);
  void SortByRank(std::vector<Component>& components) const;
  void Merge(Component into, Component from);

  std::vector<NodeState> nodes_;
  std::vector<ComponentState> components_;
  std::vector<Component> free_components_;
  std::uint64_t next_rank_ = 0;
};

}  // namespace snarl::graph
