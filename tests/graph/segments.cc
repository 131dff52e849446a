// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/segments.h"

#include <cstdint>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::graph {
namespace {

constexpr SegmentId kNone = SegmentId::kNone;

TEST_CASE("a created thread comes after what its creator did before, beside what it does after") {
  Segments segments;
  const SegmentId before = segments.Begin();
  const SegmentId creator = segments.Begin(before);
  const SegmentId created = segments.Begin(before);
  CHECK(segments.Precedes(before, creator));
  CHECK(segments.Precedes(before, created));
  CHECK_FALSE(segments.Precedes(creator, created));
  CHECK_FALSE(segments.Precedes(created, creator));
  CHECK_FALSE(segments.Precedes(created, before));
  CHECK_FALSE(segments.Precedes(created, created));
}

TEST_CASE("what follows a join comes after all of the joined thread") {
  Segments segments;
  const SegmentId before = segments.Begin();
  const SegmentId meanwhile = segments.Begin(before);
  const SegmentId created = segments.Begin(before);
  const SegmentId after = segments.Begin(meanwhile, created);
  const SegmentId next = segments.Begin(after);
  CHECK(segments.Precedes(created, after));
  CHECK(segments.Precedes(created, next));
  CHECK(segments.Precedes(meanwhile, next));
  CHECK_FALSE(segments.Precedes(created, meanwhile));
}

TEST_CASE("what came from nowhere is ordered with nothing, and so is kNone") {
  Segments segments;
  const SegmentId one = segments.Begin();
  const SegmentId other = segments.Begin();
  CHECK_FALSE(segments.Precedes(one, other));
  CHECK_FALSE(segments.Precedes(kNone, one));
  CHECK_FALSE(segments.Precedes(one, kNone));
  CHECK_FALSE(segments.Precedes(kNone, kNone));
  CHECK(segments.Precedes(other, segments.Begin(kNone, other)));
  CHECK(segments.Precedes(one, segments.Begin(other, one)));
}

// The stupid friend: for each segment all that precede it.
class Naive {
 public:
  void Begin(std::size_t before, std::size_t also_before) {
    std::vector<bool> all(past_.size() + 1, false);
    for (const std::size_t parent : {before, also_before}) {
      if (parent == 0) continue;
      all[parent] = true;
      for (std::size_t i = 0; i < past_[parent].size(); ++i) {
        if (past_[parent][i]) all[i] = true;
      }
    }
    past_.push_back(all);
  }
  [[nodiscard]] bool Precedes(std::size_t a, std::size_t b) const { return a < past_[b].size() && past_[b][a]; }
  [[nodiscard]] std::size_t size() const { return past_.size(); }

 private:
  std::vector<std::vector<bool>> past_{1};
};

TEST_CASE("the order of segments is that of a naive model, over random graphs of all shapes") {
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  std::size_t yes = 0;
  std::size_t no = 0;
  for (std::uint64_t round = 0; round < 400; ++round) {
    testing::Random random(round);
    Segments segments;
    Naive naive;
    const std::uint32_t count = 10 + random.Below(90);
    // From all over the past to only the latest, so that there are bushes and long lines.
    const std::uint32_t reach = 1 + random.Below(round % 2 == 0 ? 100 : 6);
    const auto any = [&]() -> std::uint32_t {
      const auto size = static_cast<std::uint32_t>(naive.size());
      const std::uint32_t back = random.Below(reach + 1);
      return back == 0 || back >= size ? 0 : size - back;
    };
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t before = any();
      const std::uint32_t also = random.OneIn(2) ? any() : 0;
      naive.Begin(before, also);
      REQUIRE(static_cast<std::uint32_t>(
                  segments.Begin(static_cast<SegmentId>(before), static_cast<SegmentId>(also))) == i + 1);
    }
    for (std::uint32_t a = 1; a <= count; ++a) {
      for (std::uint32_t b = 1; b <= count; ++b) {
        const bool expected = naive.Precedes(a, b);
        REQUIRE(segments.Precedes(static_cast<SegmentId>(a), static_cast<SegmentId>(b)) == expected);
        ++(expected ? yes : no);
      }
    }
    REQUIRE(segments.undecided() == 0);
  }
  CHECK(yes > 100'000);
  CHECK(no > 100'000);
}

TEST_CASE("a million segments: threads created and joined in turn, beside one that goes on, and in pools") {
  Segments segments;
  SegmentId main = segments.Begin();
  const SegmentId goes_on = segments.Begin(main);
  main = segments.Begin(main);
  std::vector<SegmentId> workers;
  for (int i = 0; i < 150'000; ++i) {
    workers.push_back(segments.Begin(main));
    main = segments.Begin(main);
    main = segments.Begin(main, workers.back());
  }
  for (int round = 0; round < 1'000; ++round) {
    std::vector<SegmentId> pool;
    for (int i = 0; i < 64; ++i) {
      pool.push_back(segments.Begin(main));
      main = segments.Begin(main);
    }
    for (int tick = 0; tick < 3; ++tick) {
      for (SegmentId& worker : pool) worker = segments.Begin(worker, pool[(static_cast<std::size_t>(tick) * 7) % 64]);
    }
    workers.insert(workers.end(), pool.begin(), pool.end());
    for (const SegmentId worker : pool) main = segments.Begin(main, worker);
  }
  CHECK(segments.size() > 700'000);
  for (std::size_t i = 0; i + 1'000 < workers.size(); i += 97) {
    REQUIRE(segments.Precedes(workers[i], main));
    REQUIRE(segments.Precedes(workers[i], workers[i + 1'000]));
    REQUIRE_FALSE(segments.Precedes(goes_on, workers[i]));
    REQUIRE_FALSE(segments.Precedes(workers[i], goes_on));
  }
  CHECK_FALSE(segments.Precedes(goes_on, main));
  CHECK(segments.undecided() == 0);
  CHECK(segments.bytes() < segments.size() * 29 + 20'000);
}

TEST_CASE("an order that takes too many steps to prove is not claimed, and counted") {
  Segments segments;
  SegmentId one = segments.Begin();
  SegmentId other = segments.Begin();
  const SegmentId aside = segments.Begin();
  one = segments.Begin(one, aside);
  CHECK(segments.Precedes(aside, one));
  // Two threads hand over to each other all the time, so every segment has two ways back.
  for (std::size_t i = 0; i <= Segments::kStepsAtMost; ++i) {
    const SegmentId giver = one;
    one = segments.Begin(one, other);
    other = segments.Begin(other, giver);
  }
  CHECK(segments.undecided() == 0);
  CHECK_FALSE(segments.Precedes(segments.Begin(), one));
  CHECK(segments.undecided() == 0);
  CHECK_FALSE(segments.Precedes(aside, other));
  CHECK(segments.undecided() == 1);
}

}  // namespace
}  // namespace snarl::graph
