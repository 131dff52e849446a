// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/order_graph.h"

#include "catch.h"

namespace snarl::graph {
namespace {

constexpr LockId A = MakeLockId(1, 1);
constexpr LockId B = MakeLockId(2, 1);
constexpr LockId C = MakeLockId(3, 1);
constexpr LockId G = MakeLockId(4, 1);

struct Taken {
  LockId lock;
  bool shared = false;
};

OrderGraph::Answer Take(OrderGraph& graph, int thread, std::vector<Taken> held, LockId wanted, bool shared = false,
                        bool readers_block = false) {
  std::vector<Held> hand;
  for (const Taken& taken : held) {
    hand.push_back({.lock = taken.lock, .shared = taken.shared, .taken_at = static_cast<StackId>(10 + thread)});
  }
  return graph.Add({.thread = static_cast<ThreadId>(thread),
                    .lock = wanted,
                    .shared = shared,
                    .readers_block_readers = readers_block,
                    .at = static_cast<StackId>(20 + thread),
                    .held = hand});
}

TEST_CASE("two threads in opposite orders: a cycle, with both ends of every edge") {
  OrderGraph graph;
  CHECK(Take(graph, 1, {{A}}, B).cycles.empty());
  const auto answer = Take(graph, 2, {{B}}, A);
  REQUIRE(answer.cycles.size() == 1);
  const Cycle& cycle = answer.cycles.front();
  REQUIRE(cycle.size() == 2);
  CHECK(cycle[0].thread == static_cast<ThreadId>(2));
  CHECK(cycle[0].held.lock == B);
  CHECK(cycle[0].held.taken_at == static_cast<StackId>(12));
  CHECK(cycle[0].wanted == A);
  CHECK(cycle[0].wanted_at == static_cast<StackId>(22));
  CHECK(cycle[1].thread == static_cast<ThreadId>(1));
  CHECK(cycle[1].held.lock == A);
  CHECK(cycle[1].held.taken_at == static_cast<StackId>(11));
  CHECK(cycle[1].wanted == B);
}

TEST_CASE("the same order twice is silent, and so is the same cycle") {
  OrderGraph graph;
  Take(graph, 1, {{A}}, B);
  CHECK(Take(graph, 2, {{A}}, B).cycles.empty());
  CHECK(Take(graph, 3, {{B}}, A).cycles.size() == 1);
  CHECK(Take(graph, 4, {{B}}, A).cycles.empty());
  CHECK(Take(graph, 3, {{B}}, A).cycles.empty());
}

TEST_CASE("one thread alone is dismissed, and reported when a second one comes") {
  OrderGraph graph;
  Take(graph, 1, {{A}}, B);
  const auto alone = Take(graph, 1, {{B}}, A);
  CHECK(alone.cycles.empty());
  REQUIRE(alone.dismissed.size() == 1);
  CHECK(alone.dismissed.front().reason == Reason::kOneThread);
  CHECK(Take(graph, 2, {{B}}, A).cycles.size() == 1);
}

TEST_CASE("a gate lock is dismissed by name; around one of them it gates nothing") {
  OrderGraph graph;
  Take(graph, 1, {{G}, {A}}, B);
  const auto gated = Take(graph, 2, {{G}, {B}}, A);
  CHECK(gated.cycles.empty());
  REQUIRE(gated.dismissed.size() == 1);
  CHECK(gated.dismissed.front().reason == Reason::kGateLock);
  CHECK(gated.dismissed.front().gate == G);
  CHECK(Take(graph, 3, {{B}}, A).cycles.size() == 1);
}

TEST_CASE("a gate that both hold shared is none") {
  OrderGraph graph;
  Take(graph, 1, {{G, true}, {A}}, B);
  CHECK(Take(graph, 2, {{G, true}, {B}}, A).cycles.size() == 1);
}

TEST_CASE("readers of a lock that lets readers pass are dismissed; a writer among them is not") {
  OrderGraph graph;
  Take(graph, 1, {{A, true}}, B, true);
  const auto readers = Take(graph, 2, {{B, true}}, A, true);
  CHECK(readers.cycles.empty());
  REQUIRE(readers.dismissed.size() == 1);
  CHECK(readers.dismissed.front().reason == Reason::kReaders);

  OrderGraph with_writers;
  Take(with_writers, 1, {{A, true}}, B);
  CHECK(Take(with_writers, 2, {{B, true}}, A).cycles.size() == 1);
}

TEST_CASE("readers of a lock whose writers go first block each other") {
  OrderGraph graph;
  Take(graph, 1, {{A, true}}, B, true, true);
  CHECK(Take(graph, 2, {{B, true}}, A, true, true).cycles.size() == 1);
}

TEST_CASE("three threads in a ring, and the same ring by two threads") {
  OrderGraph graph;
  Take(graph, 1, {{A}}, B);
  Take(graph, 2, {{B}}, C);
  const auto ring = Take(graph, 3, {{C}}, A);
  REQUIRE(ring.cycles.size() == 1);
  CHECK(ring.cycles.front().size() == 3);

  OrderGraph by_two;
  Take(by_two, 1, {{A}}, B);
  Take(by_two, 1, {{B}}, C);
  CHECK(Take(by_two, 2, {{C}}, A).cycles.empty());
}

TEST_CASE("every held lock starts an edge, not only the last one") {
  OrderGraph graph;
  Take(graph, 1, {{A}, {B}}, C);
  CHECK(Take(graph, 2, {{C}}, A).cycles.size() == 1);
}

TEST_CASE("a destroyed lock is forgotten, and so is its number") {
  OrderGraph graph;
  Take(graph, 1, {{A}}, B);
  graph.Remove(A);
  CHECK(graph.dependencies() == 0);
  CHECK(Take(graph, 2, {{B}}, MakeLockId(1, 2)).cycles.empty());
  CHECK(Take(graph, 3, {{MakeLockId(1, 2)}}, B).cycles.size() == 1);
}

TEST_CASE("what was held beside a destroyed lock is kept without it") {
  OrderGraph graph;
  Take(graph, 1, {{A}, {G}}, B);
  graph.Remove(G);
  CHECK(graph.dependencies() == 1);
  CHECK(Take(graph, 2, {{B}}, A).cycles.size() == 1);
}

TEST_CASE("short-lived locks leave nothing behind") {
  OrderGraph graph;
  for (std::uint32_t i = 1; i <= 10'000; ++i) {
    const LockId brief = MakeLockId(100, i);
    Take(graph, static_cast<int>(i), {{A}, {brief}}, B);
    Take(graph, static_cast<int>(i), {{A}}, brief);
    graph.Remove(brief);
  }
  CHECK(graph.dependencies() == 1);
}

TEST_CASE("300 locks held at once, 20,000 locks between the two halves") {
  OrderGraph graph;
  std::vector<Taken> hand;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const LockId next = MakeLockId(1000 + i, 1);
    CHECK(Take(graph, 1, hand, next).cycles.empty());
    hand.push_back({next});
  }
  CHECK(Take(graph, 2, {{MakeLockId(1299, 1)}}, MakeLockId(1000, 1)).cycles.size() == 1);

  Take(graph, 1, {{A}}, B);
  for (std::uint32_t i = 0; i < 20'000; ++i) Take(graph, 1, {{MakeLockId(10'000 + i, 1)}}, MakeLockId(10'001 + i, 1));
  CHECK(Take(graph, 2, {{B}}, A).cycles.size() == 1);
}

}  // namespace
}  // namespace snarl::graph
