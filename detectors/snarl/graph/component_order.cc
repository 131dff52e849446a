// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/component_order.h"

#include <algorithm>
#include <utility>

namespace snarl::graph {

void ComponentOrder::Ensure(Node node) {
  if (node >= nodes_.size()) nodes_.resize(node + std::size_t{1});
  NodeState& state = nodes_[node];
  if (state.component != kNoComponent) return;
  if (free_components_.empty()) {
    state.component = static_cast<Component>(components_.size());
    components_.emplace_back();
  } else {
    state.component = free_components_.back();
    free_components_.pop_back();
  }
  ComponentState& component = components_[state.component];
  component.rank = next_rank_++;
  component.members.assign(1, node);
}

bool ComponentOrder::AddEdge(Node from, Node to) {
  Ensure(from);
  Ensure(to);
  const Component source = nodes_[from].component;
  const Component target = nodes_[to].component;
  if (!nodes_[from].out.insert(to).second) return source == target;
  nodes_[to].in.insert(from);
  if (source == target) return true;
  const std::uint64_t upper = components_[source].rank;
  const std::uint64_t lower = components_[target].rank;
  if (upper < lower) return false;

  // The edge disagrees with the order: everything that `target` reaches must move behind everything that reaches `source`.
  std::vector<Component> ahead = Reach(target, true, upper);
  const bool cycle = components_[source].visited;
  Unvisit(ahead);
  std::vector<Component> behind = Reach(source, false, lower);
  Unvisit(behind);
  SortByRank(ahead);
  SortByRank(behind);

  std::vector<std::uint64_t> ranks;
  for (const Component c : ahead) ranks.push_back(components_[c].rank);
  for (const Component c : behind) ranks.push_back(components_[c].rank);
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());

  if (cycle) {
    // What lies in both lies on the cycle and becomes one component.
    for (const Component c : ahead) components_[c].visited = true;
    std::vector<Component> on_cycle;
    for (const Component c : behind) {
      if (components_[c].visited) on_cycle.push_back(c);
    }
    Unvisit(ahead);
    for (const Component c : on_cycle) components_[c].visited = true;
    std::erase_if(ahead, [&](Component c) { return components_[c].visited; });
    std::erase_if(behind, [&](Component c) { return components_[c].visited; });
    Unvisit(on_cycle);
    for (const Component c : on_cycle) {
      if (c != source) Merge(source, c);
    }
    behind.push_back(source);
  }
  for (std::size_t i = 0; i < behind.size(); ++i) components_[behind[i]].rank = ranks[i];
  const std::size_t base = ranks.size() - ahead.size();
  for (std::size_t i = 0; i < ahead.size(); ++i) components_[ahead[i]].rank = ranks[base + i];
  return cycle;
}

std::vector<ComponentOrder::Component> ComponentOrder::Reach(Component start, bool forward, std::uint64_t limit) {
  std::vector<Component> reached = {start};
  components_[start].visited = true;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const Node member : components_[reached[next]].members) {
      for (const Node neighbour : forward ? nodes_[member].out : nodes_[member].in) {
        const Component c = nodes_[neighbour].component;
        ComponentState& state = components_[c];
        if (state.visited || (forward ? state.rank > limit : state.rank < limit)) continue;
        state.visited = true;
        reached.push_back(c);
      }
    }
  }
  return reached;
}

void ComponentOrder::Unvisit(const std::vector<Component>& components) {
  for (const Component c : components) components_[c].visited = false;
}

void ComponentOrder::SortByRank(std::vector<Component>& components) const {
  std::sort(components.begin(), components.end(),
            [this](Component a, Component b) { return components_[a].rank < components_[b].rank; });
}

void ComponentOrder::Merge(Component into, Component from) {
  for (const Node member : components_[from].members) {
    nodes_[member].component = into;
    components_[into].members.push_back(member);
  }
  components_[from].members.clear();
  free_components_.push_back(from);
}

void ComponentOrder::RemoveNode(Node node) {
  if (node >= nodes_.size() || nodes_[node].component == kNoComponent) return;
  NodeState state = std::exchange(nodes_[node], NodeState());
  for (const Node to : state.out) nodes_[to].in.erase(node);
  for (const Node from : state.in) nodes_[from].out.erase(node);
  std::vector<Node>& members = components_[state.component].members;
  std::erase(members, node);
  if (members.empty()) free_components_.push_back(state.component);
}

bool ComponentOrder::SameComponent(Node a, Node b) const {
  return a < nodes_.size() && b < nodes_.size() && nodes_[a].component != kNoComponent &&
         nodes_[a].component == nodes_[b].component;
}

bool ComponentOrder::HasEdge(Node from, Node to) const { return from < nodes_.size() && nodes_[from].out.contains(to); }

bool ComponentOrder::Consistent() const {
  for (const NodeState& node : nodes_) {
    if (node.component == kNoComponent) continue;
    for (const Node to : node.out) {
      const Component target = nodes_[to].component;
      if (target != node.component && components_[node.component].rank >= components_[target].rank) return false;
    }
  }
  return true;
}

}  // namespace snarl::graph
