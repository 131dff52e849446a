// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/component_order.h"

#include <algorithm>
#include <utility>

namespace snarl::graph {

// The edge disagrees with the order: everything that `target` reaches must move behind everything that reaches `source`.
bool ComponentOrder::Reorder(Node source, Node target, const Edges& edges) {
  const Rank upper = nodes_[source].rank;
  const Rank lower = nodes_[target].rank;
  auto& [ahead, behind, neighbours, ranks] = scratch_;
  Reach(target, true, upper, edges, ahead);
  const bool cycle = nodes_[source].visited();
  Unvisit(ahead);
  Reach(source, false, lower, edges, behind);
  Unvisit(behind);
  SortByRank(ahead);
  SortByRank(behind);

  ranks.clear();
  for (const Node leader : ahead) ranks.push_back(nodes_[leader].rank);
  for (const Node leader : behind) ranks.push_back(nodes_[leader].rank);
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());

  if (cycle) {
    // What lies in both lies on the cycle and becomes one component.
    for (const Node leader : ahead) nodes_[leader].Visit();
    std::vector<Node> on_cycle;
    for (const Node leader : behind) {
      if (nodes_[leader].visited()) on_cycle.push_back(leader);
    }
    Unvisit(ahead);
    for (const Node leader : on_cycle) nodes_[leader].Visit();
    std::erase_if(ahead, [&](Node leader) { return nodes_[leader].visited(); });
    std::erase_if(behind, [&](Node leader) { return nodes_[leader].visited(); });
    Unvisit(on_cycle);
    for (const Node leader : on_cycle) {
      if (leader != source) Merge(source, leader);
    }
    behind.push_back(source);
  }
  for (std::size_t i = 0; i < behind.size(); ++i) nodes_[behind[i]].rank = ranks[i];
  const std::size_t base = ranks.size() - ahead.size();
  for (std::size_t i = 0; i < ahead.size(); ++i) nodes_[ahead[i]].rank = ranks[base + i];
  return cycle;
}

void ComponentOrder::Reach(Node start, bool forward, Rank limit, const Edges& edges, std::vector<Node>& reached) {
  std::vector<Node>& neighbours = scratch_.neighbours;
  reached.assign(1, start);
  nodes_[start].Visit();
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const Node leader = reached[next];
    neighbours.clear();
    Node member = leader;
    do {
      forward ? edges.From(member, neighbours) : edges.To(member, neighbours);
      member = nodes_[member].next_member;
    } while (member != leader);
    for (const Node neighbour : neighbours) {
      const Node other = nodes_[neighbour].leader;
      NodeState& state = nodes_[other];
      if (state.visited() || (forward ? state.rank > limit : state.rank < limit)) continue;
      state.Visit();
      reached.push_back(other);
    }
  }
}

void ComponentOrder::Unvisit(const std::vector<Node>& leaders) {
  for (const Node leader : leaders) nodes_[leader].rank &= ~Rank{1};
}

void ComponentOrder::SortByRank(std::vector<Node>& leaders) const {
  std::sort(leaders.begin(), leaders.end(), [this](Node a, Node b) { return nodes_[a].rank < nodes_[b].rank; });
}

void ComponentOrder::Merge(Node into, Node from) {
  Node member = from;
  do {
    nodes_[member].leader = into;
    member = nodes_[member].next_member;
  } while (member != from);
  std::swap(nodes_[into].next_member, nodes_[from].next_member);
}

void ComponentOrder::RemoveNode(Node node) {
  const NodeState* known = nodes_.Find(node);
  if (known == nullptr || known->rank == kNoRank) return;
  const NodeState gone = std::exchange(nodes_[node], NodeState());
  if (gone.next_member == node) return;
  const Node heir = gone.leader == node ? gone.next_member : gone.leader;
  if (heir != gone.leader) nodes_[heir].rank = gone.rank;
  Node member = gone.next_member;
  for (;;) {
    NodeState& state = nodes_[member];
    state.leader = heir;
    if (state.next_member == node) {
      state.next_member = gone.next_member;
      return;
    }
    member = state.next_member;
  }
}

bool ComponentOrder::SameComponent(Node a, Node b) const {
  const NodeState* first = nodes_.Find(a);
  const NodeState* second = nodes_.Find(b);
  return first != nullptr && second != nullptr && first->rank != kNoRank && second->rank != kNoRank &&
         first->leader == second->leader;
}

bool ComponentOrder::Consistent(const Edges& edges) const {
  std::vector<Node> out;
  for (Node node = 0; node < end_; ++node) {
    const NodeState* state = nodes_.Find(node);
    if (state == nullptr || state->rank == kNoRank) continue;
    out.clear();
    edges.From(node, out);
    for (const Node to : out) {
      const Node target = nodes_[to].leader;
      if (target != state->leader && nodes_[state->leader].rank >= nodes_[target].rank) return false;
    }
  }
  return true;
}

}  // namespace snarl::graph
