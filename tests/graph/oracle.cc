// SPDX-License-Identifier: Apache-2.0
//
// The order graph against an oracle, over random programs of two to four threads: locks taken in all manners and released in
// any order, threads created and joined anywhere, semaphores handed over. One schedule is told to the graph. Then
//   - a naive application of the rules to what happened must admit exactly the cycles that were reported, each once;
//   - every schedule is played: what deadlocks among requests that happened must have been reported, and what was reported
//     must deadlock, or be kept apart by what the rules do not look at (docs/limits.md), and then it is known by what.
//
// 100,000 programs in an optimised build; 5,000 without optimisation, and under a sanitizer. SNARL_TEST_SEED=N plays those of N
// again, and the last program of a failure is in its output.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "catch.h"
#include "graph/oracle_explore.h"
#include "graph/oracle_program.h"
#include "graph/oracle_rules.h"
#include "graph/oracle_run.h"
#include "random.h"

namespace snarl::graph::oracle {
namespace {

// Without optimisation, and under a sanitizer, everything takes ten to fifty times as long.
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SNARL_SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SNARL_SLOW_BUILD 1
#endif
#endif
#ifdef SNARL_SLOW_BUILD
constexpr std::uint64_t kPrograms = 5'000;
#else
constexpr std::uint64_t kPrograms = 100'000;
#endif

struct Count {
  std::size_t silent = 0;
  std::size_t cycles = 0;
  std::array<std::size_t, 4> dismissed = {};
  std::size_t deadlocks = 0;
  std::size_t handed_over = 0;
  std::size_t too_many = 0;
  std::size_t states = 0;
  std::array<std::size_t, 6> apart = {};
};

Locks LocksOf(const Cycle& cycle) {
  Locks locks;
  for (const OrderEdge& edge : cycle) locks.push_back(LockOf(edge.wanted));
  return Rotated(locks);
}

Chain ChainOf(const Run& run, const Cycle& cycle) {
  Chain chain;
  for (const OrderEdge& edge : cycle) {
    chain.push_back(Find(run, edge));
    REQUIRE(chain.back() != nullptr);
  }
  return chain;
}

// The rules, naively.
std::set<Locks> CheckRules(const Program& program, const Run& run, Count& count) {
  REQUIRE_FALSE(run.gave_up);
  const std::set<Locks> admitted = Admitted(program, run);
  std::set<Locks> reported;
  for (const Cycle& cycle : run.cycles) {
    const bool is_new = reported.insert(LocksOf(cycle)).second;
    REQUIRE(is_new);
    REQUIRE(Admits(program, run.past, ChainOf(run, cycle)));
  }
  REQUIRE(reported == admitted);
  for (const DismissedCycle& dismissed : run.dismissed) {
    REQUIRE(Breaks(program, run.past, ChainOf(run, dismissed.cycle), dismissed.reason));
    ++count.dismissed[static_cast<std::size_t>(dismissed.reason)];
  }
  ++(reported.empty() ? count.silent : count.cycles);
  return reported;
}

// What can really happen.
void CheckSchedules(const Program& program, const Run& run, const std::set<Locks>& reported, Count& count) {
  std::vector<Chain> cycles;
  for (const Cycle& cycle : run.cycles) cycles.push_back(ChainOf(run, cycle));
  const Explored explored = Explore(program, run, cycles);
  count.states += explored.states;
  for (const Chain& deadlock : explored.deadlocks) {
    Locks locks;
    for (const Instance* member : deadlock) locks.push_back(member->lock);
    ++count.deadlocks;
    if (reported.contains(Rotated(locks))) continue;
    // In the schedule that was seen a semaphore handed over from one to the other.
    REQUIRE_FALSE(program.semaphores.empty());
    REQUIRE(Breaks(program, run.past, deadlock, Reason::kOrdered));
    ++count.handed_over;
  }
  if (!program.semaphores.empty()) return;
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    const Apart apart = WhyApart(program, run.past, cycles[i], explored.reached[i]);
    REQUIRE(apart != Apart::kUnknown);
    ++count.apart[static_cast<std::size_t>(apart)];
  }
}

TEST_CASE("over random programs exactly the cycles that the rules admit are reported, and no deadlock is missed") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  Count count;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    testing::Random random(i + 1'000'000);
    const Program program = RandomProgram(random);
    const Run run = RunOnce(program, random);
    INFO("program " << i << "\n" << program.Text());
    if (TooMany(run)) {
      ++count.too_many;
      continue;
    }
    CheckSchedules(program, run, CheckRules(program, run, count), count);
  }
  const auto [one_thread, gate, readers, ordered] = count.dismissed;
  const auto [real, no_writer, held_over, coupling, historical, unknown] = count.apart;
  std::printf(
      "SNARL_TEST_SEED=%zu: %zu programs, %zu schedules' states; %zu with cycles, %zu without, %zu set aside\n"
      "%zu deadlocks, %zu of them ordered by a semaphore in the schedule seen\n"
      "of the cycles reported %zu real, %zu lack a writer, %zu held over a join, %zu lock and creation, %zu "
      "historical\n"
      "dismissed: one thread %zu, gate lock %zu, readers %zu, ordered %zu\n",
      std::size_t{testing::Seed()}, std::size_t{kPrograms}, count.states, count.cycles, count.silent, count.too_many,
      count.deadlocks, count.handed_over, real, no_writer, held_over, coupling, historical, one_thread, gate, readers,
      ordered);
  // The comparison means something only if all of it is common.
  CHECK(count.cycles > kPrograms / 5);
  CHECK(count.silent > kPrograms / 5);
  CHECK(count.deadlocks > kPrograms / 5);
  CHECK(std::min({one_thread, gate, readers, ordered}) > kPrograms / 100);
  CHECK(count.too_many < kPrograms / 200);
  CHECK(count.handed_over < kPrograms / 200);
  CHECK(unknown == 0);
  CHECK(real > 4 * (no_writer + held_over + coupling + historical));
  CHECK(held_over + coupling + historical < real / 10);
}

}  // namespace
}  // namespace snarl::graph::oracle
