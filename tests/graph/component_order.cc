// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/component_order.h"

#include <set>
#include <utility>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::graph {
namespace {

// The edges, which the order asks for, and the stupid friend: reachability by walking all of them.
class Naive final : public ComponentOrder::Edges {
 public:
  void From(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& out) const override {
    for (const auto& [from, to] : edges_) {
      if (from == node) out.push_back(to);
    }
  }
  void To(ComponentOrder::Node node, std::vector<ComponentOrder::Node>& in) const override {
    for (const auto& [from, to] : edges_) {
      if (to == node) in.push_back(from);
    }
  }
  void AddEdge(std::uint32_t from, std::uint32_t to) { edges_.emplace(from, to); }
  void RemoveNode(std::uint32_t node) {
    std::erase_if(edges_, [node](const auto& edge) { return edge.first == node || edge.second == node; });
  }
  [[nodiscard]] bool Reaches(std::uint32_t from, std::uint32_t to) const {
    std::set<std::uint32_t> seen = {from};
    std::vector<std::uint32_t> work = {from};
    while (!work.empty()) {
      const std::uint32_t at = work.back();
      work.pop_back();
      if (at == to) return true;
      for (const auto& [a, b] : edges_) {
        if (a == at && seen.insert(b).second) work.push_back(b);
      }
    }
    return false;
  }

 private:
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges_;
};

// Both at once.
struct Pair {
  ComponentOrder order;
  Naive naive;
  bool AddEdge(std::uint32_t from, std::uint32_t to) {
    naive.AddEdge(from, to);
    return order.AddEdge(from, to, naive);
  }
  void RemoveNode(std::uint32_t node) {
    naive.RemoveNode(node);
    order.RemoveNode(node);
  }
  [[nodiscard]] bool Consistent() const { return order.Consistent(naive); }
};

TEST_CASE("an edge against the order is put in order, and a cycle becomes one component") {
  Pair graph;
  CHECK_FALSE(graph.AddEdge(1, 2));
  CHECK_FALSE(graph.AddEdge(3, 1));
  CHECK(graph.Consistent());
  CHECK_FALSE(graph.order.SameComponent(1, 2));
  CHECK(graph.AddEdge(2, 3));
  CHECK(graph.order.SameComponent(1, 3));
  CHECK(graph.order.SameComponent(2, 3));
  CHECK(graph.Consistent());
}

TEST_CASE("a removed node's number starts anew") {
  Pair graph;
  graph.AddEdge(1, 2);
  graph.RemoveNode(2);
  CHECK_FALSE(graph.AddEdge(2, 1));
  CHECK_FALSE(graph.order.SameComponent(1, 2));
}

TEST_CASE("a component stays one whichever of its members is removed") {
  for (std::uint32_t gone = 1; gone <= 4; ++gone) {
    Pair graph;
    for (std::uint32_t node = 1; node <= 4; ++node) graph.AddEdge(node, node % 4 + 1);
    graph.RemoveNode(gone);
    for (std::uint32_t a = 1; a <= 4; ++a) {
      for (std::uint32_t b = 1; b <= 4; ++b) {
        if (a != gone && b != gone) CHECK(graph.order.SameComponent(a, b));
      }
      if (a != gone) CHECK_FALSE(graph.order.SameComponent(a, gone));
    }
    CHECK_FALSE(graph.AddEdge(gone, gone % 4 + 1));
    CHECK(graph.Consistent());
  }
}

TEST_CASE("components are those of a naive model, over random edges") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  for (std::uint64_t round = 0; round < 400; ++round) {
    testing::Random random(round);
    Pair graph;
    const std::uint32_t nodes = 4 + random.Below(12);
    for (int step = 0; step < 60; ++step) {
      const std::uint32_t from = random.Below(nodes);
      const std::uint32_t to = random.Below(nodes);
      if (from == to) continue;
      const bool answer = graph.AddEdge(from, to);
      REQUIRE(answer == graph.naive.Reaches(to, from));
      REQUIRE(graph.Consistent());
    }
    for (std::uint32_t a = 0; a < nodes; ++a) {
      for (std::uint32_t b = 0; b < nodes; ++b) {
        if (a == b) continue;
        REQUIRE(graph.order.SameComponent(a, b) == (graph.naive.Reaches(a, b) && graph.naive.Reaches(b, a)));
      }
    }
  }
}

TEST_CASE("with removals no cycle is missed, over random edges") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  for (std::uint64_t round = 0; round < 400; ++round) {
    testing::Random random(round + 100'000);
    Pair graph;
    for (int step = 0; step < 80; ++step) {
      const std::uint32_t from = random.Below(10);
      const std::uint32_t to = random.Below(10);
      if (random.OneIn(8)) {
        graph.RemoveNode(from);
      } else if (from != to) {
        const bool answer = graph.AddEdge(from, to);
        if (graph.naive.Reaches(to, from)) REQUIRE(answer);
      }
      REQUIRE(graph.Consistent());
    }
  }
}

}  // namespace
}  // namespace snarl::graph
