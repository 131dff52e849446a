// SPDX-License-Identifier: Apache-2.0
//
// What the lock-order graph keeps of whom, and where it ends: segments, instances, ended threads, bounds of the search.
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <vector>

#include "catch.h"
#include "snarl/graph/order_graph.h"
#include "snarl/graph/segments.h"

namespace snarl::graph {
namespace {

constexpr LockId A = MakeLockId(1, 1);
constexpr LockId B = MakeLockId(2, 1);
constexpr LockId C = MakeLockId(3, 1);

// A graph and its segments, and requests by thread, segment and locks.
struct Play {
  Segments segments;
  OrderGraph graph{segments};

  OrderGraph::Answer Take(std::uint64_t thread, SegmentId segment, std::initializer_list<LockId> held, LockId wanted,
                          bool capped = false) {
    std::vector<Held> hand;
    for (const LockId lock : held) hand.push_back({.lock = lock, .segment = segment});
    return graph.Add({.thread = static_cast<ThreadId>(thread),
                      .lock = wanted,
                      .segment = segment,
                      .hand_over_capped = capped,
                      .held = hand});
  }
};

TEST_CASE("what follows a join is ordered after the thread, and dismissed as that") {
  Play play;
  const SegmentId start = play.segments.Begin();
  const SegmentId first = play.segments.Begin(start);
  const SegmentId main = play.segments.Begin(play.segments.Begin(start), first);
  const SegmentId second = play.segments.Begin(main);
  play.Take(1, first, {A}, B);
  const auto answer = play.Take(2, second, {B}, A);
  CHECK(answer.cycles.empty());
  REQUIRE(answer.dismissed.size() == 1);
  CHECK(answer.dismissed.front().reason == Reason::kOrdered);

  // Its twin: both were created before either was joined.
  Play twin;
  const SegmentId before = twin.segments.Begin();
  twin.Take(1, twin.segments.Begin(before), {A}, B);
  CHECK(twin.Take(2, twin.segments.Begin(before), {B}, A).cycles.size() == 1);
}

TEST_CASE("an order that was dismissed is found where it is met again in a segment of its own") {
  Play play;
  const SegmentId early = play.segments.Begin();
  const SegmentId created = play.segments.Begin(early);
  const SegmentId late = play.segments.Begin(early);
  play.Take(1, early, {A}, B);
  CHECK(play.Take(2, created, {B}, A).cycles.empty());
  CHECK(play.Take(1, late, {A}, B).cycles.size() == 1);
}

TEST_CASE("what is held since before the other began is not ordered after it") {
  Play play;
  const SegmentId start = play.segments.Begin();
  const SegmentId created = play.segments.Begin(start);
  const SegmentId joined = play.segments.Begin(play.segments.Begin(start), created);
  play.Take(2, created, {A}, B);
  const std::vector<Held> hand = {{.lock = B, .segment = start}};
  CHECK(
      play.graph.Add({.thread = static_cast<ThreadId>(1), .lock = A, .segment = joined, .held = hand}).cycles.size() ==
      1);
}

TEST_CASE("a thread whose hand-overs are no longer followed keeps the instance that it has") {
  for (const bool capped : {false, true}) {
    Play play;
    const SegmentId early = play.segments.Begin();
    const SegmentId created = play.segments.Begin(early);
    const SegmentId late = play.segments.Begin(early);
    play.Take(1, early, {A}, B);
    play.Take(2, created, {B}, A);
    CHECK(play.Take(1, late, {A}, B, capped).cycles.empty() == capped);
    // What it never did before is recorded all the same.
    CHECK(play.Take(1, late, {A}, C, capped).cycles.empty());
    CHECK(play.Take(2, created, {C}, A).cycles.size() == 1);
  }
}

TEST_CASE("of a thread's instances the latest are always there for a cycle of two") {
  Play play;
  SegmentId line = play.segments.Begin();
  SegmentId after = SegmentId::kNone;
  for (int i = 0; i < 100; ++i) {
    if (i == 98) after = play.segments.Begin(line);
    line = play.segments.Begin(line);
    play.Take(1, line, {A}, B);
  }
  CHECK(play.graph.dependencies() == 1);
  CHECK(play.Take(2, after, {B}, A).cycles.size() == 1);
}

TEST_CASE("an instance between the first and the last is lost: a cycle of three by it alone is not seen") {
  for (const std::size_t instances : {std::size_t{4}, std::size_t{5}}) {
    Play play;
    const SegmentId first = play.segments.Begin();
    const SegmentId second = play.segments.Begin(first);
    const SegmentId created = play.segments.Begin(second);
    // Beside the created thread, which is then joined.
    const SegmentId third = play.segments.Begin(second);
    std::vector<SegmentId> line = {first, second, third, play.segments.Begin(third, created)};
    while (line.size() < instances) line.push_back(play.segments.Begin(line.back()));
    for (const SegmentId segment : line) play.Take(1, segment, {A}, B);
    play.Take(2, created, {B}, C);
    CHECK(play.Take(3, play.segments.Begin(), {C}, A).cycles.size() == (instances == 4 ? 1 : 0));
  }
}

TEST_CASE("after 10,000 threads came and went the one that matters is seen, whichever side comes last") {
  for (const bool inverse_last : {false, true}) {
    Play play;
    SegmentId main = play.segments.Begin();
    const SegmentId beside = play.segments.Begin(main);
    const std::uint64_t stranger = 20'000;
    for (std::uint64_t thread = 1; thread <= 10'000; ++thread) {
      const SegmentId segment = play.segments.Begin(main);
      main = play.segments.Begin(main);
      play.Take(thread, segment, {A}, B);
      play.graph.ThreadEnded(static_cast<ThreadId>(thread));
      main = play.segments.Begin(main, segment);
    }
    if (!inverse_last) {
      CHECK(play.Take(stranger, main, {B}, A).cycles.empty());
      CHECK(play.Take(stranger + 1, beside, {A}, B).cycles.size() == 1);
    } else {
      CHECK(play.Take(stranger + 1, beside, {A}, B).cycles.empty());
      CHECK(play.Take(stranger, main, {B}, A).cycles.size() == 1);
    }
    CHECK(play.graph.dependencies() == 2);
  }
}

TEST_CASE("no living thread makes place for another while one that ended is there") {
  // All but the thread `real` are before the inverse order; it is found as long as that one is kept.
  const auto finds = [](std::uint64_t real, std::uint64_t ended) {
    Play play;
    const SegmentId early = play.segments.Begin();
    const SegmentId late = play.segments.Begin(early);
    const SegmentId beside = play.segments.Begin();
    for (std::uint64_t thread = 1; thread <= Dependencies::kThreadsKept; ++thread) {
      play.Take(thread, thread == real ? beside : early, {A}, B);
    }
    for (std::uint64_t thread = 1; thread <= ended; ++thread) play.graph.ThreadEnded(static_cast<ThreadId>(thread));
    for (std::uint64_t thread = 101; thread <= 120; ++thread) play.Take(thread, early, {A}, B);
    return !play.Take(200, late, {B}, A).cycles.empty();
  };
  CHECK(finds(16, 0));
  CHECK(finds(16, 15));
  CHECK(finds(1, 0));
  CHECK_FALSE(finds(1, 1));
  CHECK_FALSE(finds(15, 16));
}

TEST_CASE("a thread too many is not kept, but what it closes is seen") {
  Play play;
  const SegmentId early = play.segments.Begin();
  const SegmentId late = play.segments.Begin(early);
  for (std::uint64_t thread = 1; thread <= Dependencies::kThreadsKept; ++thread) play.Take(thread, early, {A}, B);
  CHECK(play.Take(100, late, {B}, A).cycles.empty());
  CHECK(play.Take(101, late, {A}, B).cycles.size() == 1);
}

TEST_CASE("a request that names a removed lock is ignored, and a newer generation replaces what was left") {
  OrderGraph graph;
  const auto take = [&](LockId held, LockId wanted) {
    const std::vector<Held> hand = {{.lock = held}};
    graph.Add({.thread = static_cast<ThreadId>(1), .lock = wanted, .held = hand});
  };
  take(A, B);
  graph.Remove(A);
  take(A, C);
  take(C, A);
  CHECK(graph.dependencies() == 0);
  take(MakeLockId(1, 2), C);
  take(MakeLockId(1, 3), B);
  CHECK(graph.dependencies() == 1);
  take(MakeLockId(1, 2), C);
  CHECK(graph.dependencies() == 1);
  graph.Clear();
  CHECK(graph.dependencies() == 0);
  take(A, B);
  CHECK(graph.dependencies() == 1);
}

TEST_CASE("the edges of a lock are counted as memory, and are no more when it is gone") {
  OrderGraph graph;
  constexpr std::uint32_t kEdges = 1'000;
  const std::vector<Held> hand = {{.lock = A}};
  for (std::uint32_t i = 0; i < kEdges; ++i) {
    graph.Add({.thread = static_cast<ThreadId>(1), .lock = MakeLockId(10 + i, 1), .held = hand});
  }
  const std::size_t before = graph.bytes();
  graph.Remove(MakeLockId(10, 1));
  CHECK(graph.bytes() == before);
  graph.Remove(A);
  CHECK(graph.bytes() + kEdges * sizeof(Dependencies::Edge) <= before);
}

TEST_CASE("an answer of too many cycles is cut short and says so; the rest comes later") {
  OrderGraph graph;
  constexpr std::uint32_t kCycles = OrderGraph::kLargestAnswer + 10;
  std::vector<Held> hand;
  for (std::uint32_t i = 0; i < kCycles; ++i) {
    const std::vector<Held> held = {{.lock = A}};
    graph.Add({.thread = static_cast<ThreadId>(1), .lock = MakeLockId(10 + i, 1), .held = held});
    hand.push_back({.lock = MakeLockId(10 + i, 1)});
  }
  const auto answer = graph.Add({.thread = static_cast<ThreadId>(2), .lock = A, .held = hand});
  CHECK(answer.cycles.size() == OrderGraph::kLargestAnswer);
  CHECK(answer.gave_up);
  const auto rest = graph.Add({.thread = static_cast<ThreadId>(3), .lock = A, .held = hand});
  CHECK(rest.cycles.size() == 10);
  CHECK_FALSE(rest.gave_up);
}

// Random pairs of locks in both directions, by 20 threads, held behind `gate` if there is one. How often the graph gave up.
std::size_t AddPairs(OrderGraph& graph, std::uint32_t locks, std::size_t pairs, LockId gate) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::uint32_t> any(100, 99 + locks);
  std::size_t gave_up = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::uint32_t first = any(random);
    const std::uint32_t second = any(random);
    if (first == second) continue;
    std::vector<Held> hand = {{.lock = MakeLockId(first, 1)}};
    if (gate != LockId::kNone) hand.push_back({.lock = gate});
    const auto thread = static_cast<ThreadId>(1 + i % 20);
    if (graph.Add({.thread = thread, .lock = MakeLockId(second, 1), .held = hand}).gave_up) ++gave_up;
  }
  return gave_up;
}

TEST_CASE("2,000 locks in one tangle behind a gate lock cost a glance each") {
  OrderGraph graph;
  CHECK(AddPairs(graph, 2'000, 20'000, A) == 0);
  CHECK(graph.steps() < 20'000 * 50);
}

TEST_CASE("in a tangle of real cycles the search says that it gives up, and its patience ends") {
  OrderGraph graph;
  CHECK(AddPairs(graph, 300, 1'000, LockId::kNone) > 0);
  CHECK(graph.steps() > OrderGraph::kPatience);
  CHECK(graph.steps() < OrderGraph::kPatience + 2 * OrderGraph::kSearchBudget +
                            1'000 * (OrderGraph::kLeastShort + OrderGraph::kLeastLong));
}

}  // namespace
}  // namespace snarl::graph
