// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/wait_graph.h"

#include <algorithm>
#include <set>

#include "catch.h"
#include "random.h"

namespace snarl::graph {
namespace {

constexpr ThreadId T(int n) { return static_cast<ThreadId>(n); }
constexpr LockId L(std::uint32_t n) { return MakeLockId(n, 1); }

TEST_CASE("two threads that wait for each other are a ring") {
  const Stuck stuck = FindStuck({{T(1), L(1), Needs::kAll, {T(2)}}, {T(2), L(2), Needs::kAll, {T(1)}}});
  REQUIRE(stuck.cycles.size() == 1);
  CHECK(stuck.cycles.front().size() == 2);
  CHECK(stuck.behind.empty());
}

TEST_CASE("a chain that ends at a running thread is nobody's deadlock") {
  const Stuck stuck = FindStuck({{T(1), L(1), Needs::kAll, {T(2)}}, {T(2), L(2), Needs::kAll, {T(3)}}});
  CHECK(stuck.cycles.empty());
  CHECK(stuck.behind.empty());
}

TEST_CASE("one of several holders that is stuck keeps a writer; one of several notifiers that lives frees a waiter") {
  const std::vector<Wait> ring = {{T(1), L(1), Needs::kAll, {T(2)}}, {T(2), L(2), Needs::kAll, {T(1)}}};
  auto writer = ring;
  writer.push_back({T(3), L(3), Needs::kAll, {T(9), T(1)}});
  CHECK(FindStuck(writer).behind == std::vector<std::size_t>{2});
  auto waiter = ring;
  waiter.push_back({T(3), L(3), Needs::kAny, {T(9), T(1)}});
  CHECK(FindStuck(waiter).behind.empty());
  waiter.back().on = {T(2), T(1)};
  CHECK(FindStuck(waiter).behind == std::vector<std::size_t>{2});
}

TEST_CASE("who waits for the dead waits for ever, without a ring") {
  const Stuck stuck = FindStuck({{T(1), L(1), Needs::kAll, {T(7)}}}, {T(7)});
  CHECK(stuck.cycles.empty());
  CHECK(stuck.roots == std::vector<std::size_t>{0});
  CHECK(stuck.behind.empty());
}

TEST_CASE("where all threads wait, a wait that nobody is known to end is the root of the others") {
  const std::vector<Wait> waits = {
      {T(1), L(1), Needs::kAll, {T(2)}}, {T(2), L(2), Needs::kAny, {}}, {T(3), L(3), Needs::kAny, {T(1), T(2)}}};
  CHECK(FindStuck(waits).roots.empty());
  CHECK(FindStuck(waits).behind.empty());
  const Stuck stuck = FindStuck(waits, {}, Unknown::kStuck);
  CHECK(stuck.cycles.empty());
  CHECK(stuck.roots == std::vector<std::size_t>{1});
  CHECK(stuck.behind == std::vector<std::size_t>{0, 2});
  CHECK(PathToRoot(waits, stuck, 2) == std::vector<std::size_t>{2, 0, 1});
  CHECK(PathToRoot(waits, stuck, 1) == std::vector<std::size_t>{1});
}

TEST_CASE("nobody known to wait for is no deadlock; oneself is") {
  CHECK(FindStuck({{T(1), L(1), Needs::kAll, {}}}).roots.empty());
  CHECK(FindStuck({{T(1), L(1), Needs::kAll, {}}}).behind.empty());
  CHECK(FindStuck({{T(1), L(1), Needs::kAll, {T(1)}}}).cycles == std::vector<std::vector<std::size_t>>{{0}});
}

TEST_CASE("who is stuck is what a naive fixpoint says, over random graphs") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  std::size_t stuck_seen = 0;
  std::size_t roots_seen = 0;
  for (std::uint64_t round = 0; round < 20'000; ++round) {
    testing::Random random(round);
    const int threads = 2 + static_cast<int>(random.Below(7));
    std::vector<Wait> waits;
    for (int t = 1; t <= threads; ++t) {
      if (random.OneIn(4)) continue;
      Wait wait{T(t), L(static_cast<std::uint32_t>(t)), random.OneIn(3) ? Needs::kAny : Needs::kAll, {}};
      for (int on = 1; on <= threads; ++on) {
        if (random.OneIn(3)) wait.on.push_back(T(on));
      }
      waits.push_back(wait);
    }
    std::vector<ThreadId> gone;
    if (random.OneIn(4)) gone.push_back(T(99));
    if (!gone.empty() && !waits.empty()) waits.front().on.push_back(gone.front());
    if (!waits.empty() && random.OneIn(3)) waits.back().on.clear();
    const Unknown unknown = random.OneIn(2) ? Unknown::kStuck : Unknown::kLive;

    std::set<ThreadId> live;
    for (int t = 1; t <= threads; ++t) live.insert(T(t));
    for (const Wait& wait : waits) live.erase(wait.thread);
    for (bool changed = true; changed;) {
      changed = false;
      for (const Wait& wait : waits) {
        const auto lives = [&](ThreadId on) { return live.contains(on); };
        const bool goes_on = wait.on.empty()
                                 ? unknown == Unknown::kLive
                                 : (wait.needs == Needs::kAll ? std::all_of(wait.on.begin(), wait.on.end(), lives)
                                                              : std::any_of(wait.on.begin(), wait.on.end(), lives));
        if (goes_on && live.insert(wait.thread).second) changed = true;
      }
    }
    const Stuck stuck = FindStuck(waits, gone, unknown);
    std::set<std::size_t> answered(stuck.behind.begin(), stuck.behind.end());
    const auto is_stuck = [&](ThreadId on) {
      return !live.contains(on) &&
             std::any_of(waits.begin(), waits.end(), [&](const Wait& other) { return other.thread == on; });
    };
    for (const std::size_t root : stuck.roots) {
      REQUIRE(answered.insert(root).second);
      REQUIRE(std::none_of(waits[root].on.begin(), waits[root].on.end(), is_stuck));
    }
    roots_seen += stuck.roots.size();
    for (const auto& ring : stuck.cycles) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        REQUIRE(answered.insert(ring[i]).second);
        const auto& on = waits[ring[i]].on;
        REQUIRE(std::find(on.begin(), on.end(), waits[ring[(i + 1) % ring.size()]].thread) != on.end());
      }
    }
    std::set<std::size_t> expected;
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (!live.contains(waits[i].thread)) expected.insert(i);
    }
    REQUIRE(answered == expected);
    for (const std::size_t start : stuck.behind) {
      const std::vector<std::size_t> path = PathToRoot(waits, stuck, start);
      REQUIRE(path.size() > 1);
      for (std::size_t i = 1; i < path.size(); ++i) {
        const auto& on = waits[path[i - 1]].on;
        REQUIRE(std::find(on.begin(), on.end(), waits[path[i]].thread) != on.end());
      }
    }
    stuck_seen += expected.size();
  }
  CHECK(stuck_seen > 1'000);
  CHECK(roots_seen > 100);
}

}  // namespace
}  // namespace snarl::graph
