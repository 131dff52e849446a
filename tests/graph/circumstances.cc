// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/circumstances.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::graph {
namespace {

using testing::Random;

// What tells circumstances apart, in order: thread, place and segment, then place and segment of each lock held.
using Model = std::vector<std::uint32_t>;

struct Asked {
  Request request;
  std::vector<Held> held;
  Model model;
};

Asked AnyAsked(Random& random) {
  Asked asked;
  asked.request.thread = static_cast<ThreadId>(1 + random.Below(3));
  asked.request.at = static_cast<StackId>(1 + random.Below(3));
  asked.request.segment = static_cast<SegmentId>(1 + random.Below(3));
  asked.model = {static_cast<std::uint32_t>(asked.request.thread), static_cast<std::uint32_t>(asked.request.at),
                 static_cast<std::uint32_t>(asked.request.segment)};
  for (std::uint32_t i = 0, n = 1 + random.Below(3); i < n; ++i) {
    const std::uint32_t at = 1 + random.Below(3);
    const std::uint32_t segment = 1 + random.Below(2);
    // Which lock it is makes no difference here.
    asked.held.push_back({MakeLockId(random.Below(1000), 1), random.Below(2) == 0, static_cast<StackId>(at),
                          static_cast<SegmentId>(segment)});
    asked.model.push_back(at);
    asked.model.push_back(segment);
  }
  return asked;
}

TEST_CASE("Circumstances are kept once, for as long as somebody has them", "[graph]") {
  Random random(31);
  Circumstances circumstances;
  std::map<Model, std::pair<Circumstances::Number, std::size_t>> model;  // and how many have them
  std::vector<std::pair<Circumstances::Number, Model>> had;
  for (int step = 0; step < 20'000; ++step) {
    INFO("SNARL_TEST_SEED=" << testing::Seed() << ", step " << step);
    if (had.empty() || random.Below(2) == 0) {
      const Asked asked = AnyAsked(random);
      const Circumstances::Number number = circumstances.Share(asked.request, asked.held);
      auto& [expected, uses] = model[asked.model];
      if (uses++ == 0) expected = number;
      REQUIRE(number == expected);
      had.emplace_back(number, asked.model);
      const Circumstances::Circumstance& at = circumstances.At(number);
      REQUIRE(at.thread == asked.request.thread);
      REQUIRE(at.at == asked.request.at);
      REQUIRE(at.segment == asked.request.segment);
      REQUIRE(at.count == asked.held.size());
      for (std::uint32_t i = 0; i < at.count; ++i) {
        REQUIRE(circumstances.TakenAt(at.taken + i).at == asked.held[i].taken_at);
        REQUIRE(circumstances.TakenAt(at.taken + i).segment == asked.held[i].segment);
      }
    } else {
      const std::uint32_t which = random.Below(static_cast<std::uint32_t>(had.size()));
      std::swap(had[which], had.back());
      circumstances.Leave(had.back().first);
      const auto found = model.find(had.back().second);
      if (--found->second.second == 0) model.erase(found);
      had.pop_back();
    }
    REQUIRE(circumstances.size() == model.size());
  }
}

}  // namespace
}  // namespace snarl::graph
