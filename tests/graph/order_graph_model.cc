// SPDX-License-Identifier: Apache-2.0
//
// The lock-order graph against a stupid friend: every dependency kept as it came, every cycle found by trying all chains.
#include <algorithm>
#include <compare>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "catch.h"
#include "random.h"
#include "snarl/graph/order_graph.h"
#include "snarl/graph/segments.h"

namespace snarl::graph {
namespace {

struct Taken {
  LockId lock;
  bool shared;
  std::size_t segment;
  auto operator<=>(const Taken&) const = default;
};
struct Done {
  ThreadId thread;
  LockId lock;
  bool shared;
  std::size_t segment;
  std::vector<Taken> held;  // sorted
  bool readers_block;
  auto operator<=>(const Done&) const = default;
};
using Locks = std::vector<LockId>;

Locks Rotated(Locks locks) {
  std::rotate(locks.begin(), std::min_element(locks.begin(), locks.end()), locks.end());
  return locks;
}

// For each segment all that come before it.
class Past {
 public:
  std::size_t Begin(std::size_t before, std::size_t also_before) {
    std::set<std::size_t> all = past_[before];
    all.insert(past_[also_before].begin(), past_[also_before].end());
    all.insert({before, also_before});
    past_.push_back(std::move(all));
    return past_.size() - 1;
  }
  [[nodiscard]] bool Precedes(std::size_t a, std::size_t b) const { return a != 0 && past_[b].contains(a); }

 private:
  std::vector<std::set<std::size_t>> past_{1};
};

class Naive {
 public:
  explicit Naive(const Past& past) : past_(past) {}

  // Whether the graph keeps this one beside all that the same thread did with the same locks.
  [[nodiscard]] bool HasPlaceFor(const Done& done) const {
    const auto what = [](const Done& d) {
      std::vector<std::pair<LockId, bool>> held;
      for (const Taken& taken : d.held) held.emplace_back(taken.lock, taken.shared);
      return std::tuple(d.thread, d.lock, d.shared, held);
    };
    const auto same = [&](const Done& other) { return what(other) == what(done); };
    return std::count_if(all_.begin(), all_.end(), same) < 4;
  }

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
      std::erase_if(done.held, [&](const Taken& taken) { return taken.lock == lock; });
      if (!done.held.empty()) left.insert(std::move(done));
    }
    all_ = std::move(left);
  }

 private:
  static const Taken* Holding(const Done& done, LockId lock) {
    const auto taken = std::find_if(done.held.begin(), done.held.end(), [&](const Taken& t) { return t.lock == lock; });
    return taken == done.held.end() ? nullptr : &*taken;
  }
  static bool Waits(const Done& requester, const Done& holder) {
    const Taken* taken = Holding(holder, requester.lock);
    return taken != nullptr && (!requester.shared || !taken->shared || requester.readers_block);
  }
  static bool Together(const Done& a, const Done& b) {
    if (a.thread == b.thread || a.lock == b.lock) return false;
    return std::none_of(a.held.begin(), a.held.end(), [&](const Taken& taken) {
      const Taken* other = Holding(b, taken.lock);
      return other != nullptr && !(taken.shared && other->shared);
    });
  }
  [[nodiscard]] bool InOrder(const std::vector<const Done*>& chain) const {
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Done& done = *chain[(i + 1) % chain.size()];
      const Taken* taken = Holding(done, chain[i]->lock);
      if (taken == nullptr) return false;
      for (const Done* other : chain) {
        if (other != &done && past_.Precedes(other->segment, taken->segment)) return true;
      }
    }
    return false;
  }
  void Extend(std::vector<const Done*>& chain, std::set<Locks>& found) {
    if (chain.size() > 1 && Waits(*chain.back(), *chain.front()) && !InOrder(chain)) {
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

  const Past& past_;
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
    Segments segments;
    Past past;
    OrderGraph graph(segments);
    Naive naive(past);
    const std::uint32_t locks = 3 + random.Below(4);
    const std::uint32_t threads = 2 + random.Below(4);
    std::vector<std::vector<std::size_t>> lives;  // of each thread, its segments
    const auto begin = [&](std::size_t before, std::size_t also_before) {
      segments.Begin(static_cast<SegmentId>(before), static_cast<SegmentId>(also_before));
      return past.Begin(before, also_before);
    };
    for (std::uint32_t i = 0; i < threads; ++i) lives.push_back({begin(0, 0)});
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
      const std::uint32_t thread = random.Below(threads);
      std::vector<std::size_t>& life = lives[thread];
      if (random.OneIn(6)) {
        life.push_back(begin(life.back(), random.OneIn(2) ? lives[random.Below(threads)].back() : 0));
        continue;
      }
      const std::uint32_t wanted = random.Below(locks);
      Done done{static_cast<ThreadId>(1 + thread), id(wanted), random.OneIn(4), life.back(), {}, wanted % 3 == 0};
      std::vector<Held> held;
      for (std::uint32_t lock = 0; lock < locks; ++lock) {
        if (lock == wanted || !random.OneIn(3) || held.size() == 3) continue;
        const bool shared = random.OneIn(4);
        const std::size_t taken =
            random.OneIn(3) ? life[random.Below(static_cast<std::uint32_t>(life.size()))] : life.back();
        done.held.push_back({id(lock), shared, taken});
        held.push_back({.lock = id(lock), .shared = shared, .segment = static_cast<SegmentId>(taken)});
      }
      std::sort(done.held.begin(), done.held.end());
      if (!naive.HasPlaceFor(done)) continue;
      const auto answer = graph.Add({.thread = done.thread,
                                     .lock = done.lock,
                                     .shared = done.shared,
                                     .readers_block_readers = done.readers_block,
                                     .segment = static_cast<SegmentId>(done.segment),
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
