// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/attempt_graph.h"

#include "catch.h"

namespace snarl::graph {
namespace {

constexpr ThreadId T(int n) { return static_cast<ThreadId>(n); }
constexpr LockId A = MakeLockId(1, 1);
constexpr LockId B = MakeLockId(2, 1);
constexpr LockId C = MakeLockId(3, 1);

TEST_CASE("two that fail on each other are a ring") { CHECK(FindRing({{T(1), B, {A}}, {T(2), A, {B}}}).size() == 2); }

TEST_CASE("who fails on somebody that does not fail on him is in no ring") {
  CHECK(FindRing({{T(1), B, {A}}, {T(2), C, {B}}}).empty());
  CHECK(FindRing({{T(1), B, {A}}}).empty());
  CHECK(FindRing({}).empty());
}

TEST_CASE("one thread's own attempts are no ring") { CHECK(FindRing({{T(1), B, {A}}, {T(1), A, {B}}}).empty()); }

TEST_CASE("the shortest ring is answered, each member wanting what the next holds") {
  const std::vector<Attempt> attempts = {
      {T(1), B, {A}}, {T(2), C, {B}}, {T(3), A, {C}}, {T(4), C, {A}}, {T(5), A, {C}}};
  const auto ring = FindRing(attempts);
  CHECK(ring.size() == 2);
  const auto three = FindRing({attempts[0], attempts[1], attempts[2]});
  REQUIRE(three.size() == 3);
  CHECK(attempts[three[0]].wanted == attempts[three[1]].held.front());
}

}  // namespace
}  // namespace snarl::graph
