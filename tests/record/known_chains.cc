// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/known_chains.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::record {
namespace {

using testing::Random;

// As the hooks make them: well mixed, and odd.
std::uint64_t NewKey(Random& random) {
  return (std::uint64_t{random.Below(0xffff'ffff)} << 32 | random.Below(0xffff'ffff)) | 1;
}

KnownChain Chain(std::uint64_t key, std::uint32_t stack) { return {key, static_cast<graph::StackId>(stack), 0}; }

TEST_CASE("Known chains are those of a map, until there is no more room", "[record]") {
  Random random(71);
  KnownChains known;
  std::unordered_map<std::uint64_t, std::uint32_t> model;
  std::vector<std::uint64_t> keys;
  for (std::uint32_t step = 1; step <= 60'000; ++step) {
    if (keys.empty() || random.Below(3) == 0) keys.push_back(NewKey(random));
    const std::uint64_t key = keys[random.Below(static_cast<std::uint32_t>(keys.size()))];
    if (random.Below(2) == 0) {
      known.Keep(Chain(key, step));
      model[key] = step;
    }
    const KnownPlace* found = known.Find(key);
    const auto expected = model.find(key);
    INFO("SNARL_TEST_SEED=" << testing::Seed() << ", step " << step);
    REQUIRE((found != nullptr) == (expected != model.end()));
    if (found != nullptr) REQUIRE(found->stack() == static_cast<graph::StackId>(expected->second));
    if (random.OneIn(20'000)) {
      known.Clear();
      model.clear();
    }
  }
  for (const auto& [key, stack] : model) REQUIRE(known.Find(key) != nullptr);
}

TEST_CASE("A table of known chains is at least a fifth full", "[record]") {
  Random random(72);
  KnownChains known;
  const std::size_t empty = known.bytes();
  for (std::uint32_t i = 1; i <= 40'000; ++i) {
    known.Keep(Chain(NewKey(random), i));
    REQUIRE((known.bytes() == empty || known.bytes() <= i * std::size_t{64}));
  }
  known.Clear();
  CHECK(known.bytes() == empty);
}

TEST_CASE("Where there is no more room an older chain makes it", "[record]") {
  Random random(73);
  KnownChains known;
  constexpr std::size_t kMost = KnownChains::kLargestBuckets * KnownChains::kInBucket;
  for (std::uint32_t i = 1; i <= 2 * kMost; ++i) {
    const std::uint64_t key = NewKey(random);
    known.Keep(Chain(key, i));
    const KnownPlace* found = known.Find(key);
    if (found == nullptr || found->stack() != static_cast<graph::StackId>(i)) FAIL("forgotten at once: chain " << i);
  }
  CHECK(known.bytes() == KnownChains::kLargestBuckets * 64);
}

}  // namespace
}  // namespace snarl::record
