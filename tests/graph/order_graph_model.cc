// SPDX-License-Identifier: Apache-2.0
//
// The lock-order graph against a stupid friend: every dependency kept as it came, every cycle found by trying all chains.
#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "catch.h"
#include "random.h"
#include "snarl/graph/order_graph.h"

namespace snarl::graph {
namespace {

struct Done {
  ThreadId thread;
  LockId lock;
  bool shared;
  bool readers_block;
  std::vector<std::pair<LockId, bool>> held;  // sorted
  bool operator<(const Done& other) const {
    return std::tie(thread, lock, shared, held) < std::tie(other.thread, other.lock, other.shared, other.held);
  }
};
using Locks = std::vector<LockId>;

Locks Rotated(Locks locks) {
  std::rotate(locks.begin(), std::min_element(locks.begin(), locks.end()), locks.end());
  return locks;
}

class Naive {
 public:
  // The feasible cycles through this one that were not there before, as the locks requested, smallest first.
  std::set<Locks> Add(const Done& done) {
    std::set<Locks> found;
    if (done.held.empty() || !all_.insert(done).second) return found;
    std::vector<const Done*> chain = {&done};
    Extend(chain, found);
    std::erase_if(found, [&](const Locks& cycle) { return !answered_.insert(cycle).second; });
    return found;
  }

  void Remove(LockId lock) {
    std::set<Done> left;
    for (Done done : all_) {
      if (done.lock == lock) continue;
      std::erase_if(done.held, [&](const auto& h) { return h.first == lock; });
      if (!done.held.empty()) left.insert(std::move(done));
    }
    all_ = std::move(left);
  }

 private:
  static bool Waits(const Done& requester, const Done& holder) {
    return std::any_of(holder.held.begin(), holder.held.end(), [&](const auto& h) {
      return h.first == requester.lock && (!requester.shared || !h.second || requester.readers_block);
    });
  }
  static bool Together(const Done& a, const Done& b) {
    if (a.thread == b.thread || a.lock == b.lock) return false;
    for (const auto& [lock, shared] : a.held) {
      for (const auto& [other, other_shared] : b.held) {
        if (lock == other && !(shared && other_shared)) return false;
      }
    }
    return true;
  }
  void Extend(std::vector<const Done*>& chain, std::set<Locks>& found) {
    if (chain.size() > 1 && Waits(*chain.back(), *chain.front())) {
      Locks locks;
      for (const Done* done : chain) locks.push_back(done->lock);
      found.insert(Rotated(locks));
    }
    for (const Done& next : all_) {
      const bool fits =
          std::all_of(chain.begin(), chain.end(), [&](const Done* done) { return Together(*done, next); });
      if (!fits || !Waits(*chain.back(), next)) continue;
      chain.push_back(&next);
      Extend(chain, found);
      chain.pop_back();
    }
  }

  std::set<Done> all_;
  std::set<Locks> answered_;
};

TEST_CASE("over 100,000 random operations the graph answers what a naive model answers") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  constexpr std::uint64_t kRounds = 2'600;
  constexpr int kSteps = 40;
  std::size_t cycles = 0;
  std::size_t silent = 0;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    INFO("round " << round);
    testing::Random random(round);
    OrderGraph graph;
    Naive naive;
    const std::uint32_t locks = 3 + random.Below(4);
    const std::uint32_t threads = 2 + random.Below(3);
    std::vector<std::uint32_t> generation(locks, 1);
    // A lock is of one kind for life; here every third has readers that block readers.
    const auto id = [&](std::uint32_t lock) { return MakeLockId(lock, generation[lock]); };
    for (int step = 0; step < kSteps; ++step) {
      if (random.OneIn(12)) {
        const std::uint32_t gone = random.Below(locks);
        graph.Remove(id(gone));
        naive.Remove(id(gone));
        ++generation[gone];
        continue;
      }
      const std::uint32_t wanted = random.Below(locks);
      Done done{static_cast<ThreadId>(1 + random.Below(threads)), id(wanted), random.OneIn(4), wanted % 3 == 0, {}};
      std::vector<Held> held;
      for (std::uint32_t lock = 0; lock < locks; ++lock) {
        if (lock == wanted || !random.OneIn(3) || held.size() == 3) continue;
        const bool shared = random.OneIn(4);
        done.held.emplace_back(id(lock), shared);
        held.push_back({.lock = id(lock), .shared = shared});
      }
      std::sort(done.held.begin(), done.held.end());
      const auto answer = graph.Add({.thread = done.thread,
                                     .lock = done.lock,
                                     .shared = done.shared,
                                     .readers_block_readers = done.readers_block,
                                     .held = held});
      REQUIRE_FALSE(answer.gave_up);
      std::set<Locks> answered;
      for (const Cycle& cycle : answer.cycles) {
        Locks requested;
        for (const OrderEdge& edge : cycle) requested.push_back(edge.wanted);
        answered.insert(Rotated(requested));
      }
      const std::set<Locks> expected = naive.Add(done);
      REQUIRE(answered == expected);
      REQUIRE(answered.size() == answer.cycles.size());
      expected.empty() ? ++silent : cycles += expected.size();
    }
  }
  // The comparison means something only if both answers are common.
  CHECK(cycles > 1'000);
  CHECK(silent > 10'000);
}

}  // namespace
}  // namespace snarl::graph
