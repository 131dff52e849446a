// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/component_order.h"

#include <set>
#include <utility>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::graph {
namespace {

// The stupid friend: a set of edges, reachability by walking all of them.
class Naive {
 public:
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

TEST_CASE("an edge against the order is put in order, and a cycle becomes one component") {
  ComponentOrder order;
  CHECK_FALSE(order.AddEdge(1, 2));
  CHECK_FALSE(order.AddEdge(3, 1));
  CHECK(order.Consistent());
  CHECK_FALSE(order.SameComponent(1, 2));
  CHECK(order.AddEdge(2, 3));
  CHECK(order.SameComponent(1, 3));
  CHECK(order.SameComponent(2, 3));
  CHECK(order.Consistent());
}

TEST_CASE("a removed node's number starts anew") {
  ComponentOrder order;
  order.AddEdge(1, 2);
  order.RemoveNode(2);
  CHECK_FALSE(order.HasEdge(1, 2));
  CHECK_FALSE(order.AddEdge(2, 1));
  CHECK_FALSE(order.SameComponent(1, 2));
}

TEST_CASE("components are those of a naive model, over random edges") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  for (std::uint64_t round = 0; round < 400; ++round) {
    testing::Random random(round);
    ComponentOrder order;
    Naive naive;
    const std::uint32_t nodes = 4 + random.Below(12);
    for (int step = 0; step < 60; ++step) {
      const std::uint32_t from = random.Below(nodes);
      const std::uint32_t to = random.Below(nodes);
      if (from == to) continue;
      const bool answer = order.AddEdge(from, to);
      naive.AddEdge(from, to);
      REQUIRE(answer == naive.Reaches(to, from));
      REQUIRE(order.Consistent());
    }
    for (std::uint32_t a = 0; a < nodes; ++a) {
      for (std::uint32_t b = 0; b < nodes; ++b) {
        if (a != b) REQUIRE(order.SameComponent(a, b) == (naive.Reaches(a, b) && naive.Reaches(b, a)));
      }
    }
  }
}

TEST_CASE("with removals no cycle is missed, over random edges") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  for (std::uint64_t round = 0; round < 400; ++round) {
    testing::Random random(round + 100'000);
    ComponentOrder order;
    Naive naive;
    for (int step = 0; step < 80; ++step) {
      const std::uint32_t from = random.Below(10);
      const std::uint32_t to = random.Below(10);
      if (random.OneIn(8)) {
        order.RemoveNode(from);
        naive.RemoveNode(from);
      } else if (from != to) {
        const bool answer = order.AddEdge(from, to);
        naive.AddEdge(from, to);
        if (naive.Reaches(to, from)) REQUIRE(answer);
      }
      REQUIRE(order.Consistent());
    }
  }
}

}  // namespace
}  // namespace snarl::graph
