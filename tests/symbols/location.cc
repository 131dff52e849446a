// SPDX-License-Identifier: Apache-2.0
#include "symbols/location.h"

#include <dwarf.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "catch.h"
#include "random.h"

namespace snarl::symbols {
namespace {

using Kind = report::TrailStep::Kind;

constexpr std::int64_t kCfa = Address::kCfa;

std::uint64_t Offset(std::int64_t offset) { return static_cast<std::uint64_t>(offset); }

std::optional<Location> From(const std::vector<Operation>& operations, const Address& frame_base = {}) {
  return Evaluate(operations, frame_base);
}

TEST_CASE("a variable in the frame") {
  const auto found = From({{DW_OP_fbreg, Offset(-24)}});
  REQUIRE(found);
  CHECK(found->address == Address{kCfa, {-24}});
  CHECK_FALSE(found->is_value);
}

TEST_CASE("a variable in a register, or as far from one") {
  const auto found = From({{DW_OP_reg3}});
  REQUIRE(found);
  CHECK(found->address == Address{3, {0}});
  CHECK(found->is_value);
  const auto beside = From({{DW_OP_breg3, 8}, {DW_OP_stack_value}});
  REQUIRE(beside);
  CHECK(beside->address == Address{3, {8}});
  CHECK(beside->is_value);
}

TEST_CASE("what a closure captured") {
  const auto found = From({{DW_OP_fbreg, Offset(-56)}, {DW_OP_deref}, {DW_OP_plus_uconst, 8}});
  REQUIRE(found);
  CHECK(found->address == Address{kCfa, {-56, 8}});
}

TEST_CASE("numbers are added and subtracted") {
  CHECK(From({{DW_OP_breg6, 0}, {DW_OP_lit8}, {DW_OP_minus}})->address == Address{6, {-8}});
  CHECK(From({{DW_OP_const1u, 16}, {DW_OP_breg6, 4}, {DW_OP_plus}})->address == Address{6, {20}});
}

TEST_CASE("what nobody kept has no place") {
  CHECK_FALSE(From({}));
  CHECK_FALSE(From({{DW_OP_lit1}}));
  CHECK_FALSE(From({{DW_OP_entry_value, 0}, {DW_OP_stack_value}}));
  CHECK_FALSE(From({{DW_OP_reg3}, {DW_OP_piece, 8}, {DW_OP_reg12}, {DW_OP_piece, 8}}));
  CHECK_FALSE(From({{DW_OP_deref}}));
  CHECK_FALSE(From({{DW_OP_plus}}));
  CHECK_FALSE(From({{DW_OP_lit1}, {DW_OP_deref}}));
  CHECK_FALSE(From({{DW_OP_breg3, 0}, {DW_OP_breg6, 0}, {DW_OP_plus}}));
  CHECK_FALSE(Evaluate(std::vector<Operation>{{DW_OP_fbreg, 0}}, std::nullopt));
}

TEST_CASE("the lock in the object that a pointer points to") {
  const report::Trail steps = {{Kind::kSlot, 0, -24, 0, 16}, {Kind::kRegister, 3, 0, 0, 40}};
  CHECK(OffsetOfLock({kCfa, {-24, 0}}, steps) == 16);
  CHECK(OffsetOfLock({kCfa, {-24, 8}}, steps) == 8);
  CHECK(OffsetOfLock({3, {0}}, steps) == 40);
  CHECK(OffsetOfLock({3, {48}}, steps) == -8);
  CHECK_FALSE(OffsetOfLock({kCfa, {-32, 0}}, steps));
  CHECK_FALSE(OffsetOfLock({kCfa, {-24}}, steps));
  CHECK_FALSE(OffsetOfLock({12, {0}}, steps));
}

TEST_CASE("the lock in the frame itself") {
  const report::Trail steps = {{Kind::kInside, 0, 0, 0, -64}};
  CHECK(OffsetOfLock({kCfa, {-72}}, steps) == 8);
  CHECK_FALSE(OffsetOfLock({kCfa, {-72, 0}}, steps));
}

TEST_CASE("the lock behind a word of the object") {
  const report::Trail steps = {{Kind::kBehindSlot, 0, -56, 8, 24}, {Kind::kBehindRegister, 12, 0, 16, 32}};
  CHECK(OffsetOfLock({kCfa, {-56, 8, 0}}, steps) == 24);
  CHECK_FALSE(OffsetOfLock({kCfa, {-56, 16, 0}}, steps));
  CHECK(OffsetOfLock({12, {16, 0}}, steps) == 32);
}

TEST_CASE("a frame's register is as good as its CFA") {
  const report::Trail steps = {{Kind::kBase, 6, 0, 0, -16}, {Kind::kSlot, 0, -24, 0, 16}};
  CHECK(OffsetOfLock({6, {-8, 0}}, steps) == 16);
  CHECK_FALSE(OffsetOfLock({3, {-8, 0}}, steps));
}

TEST_CASE("steps that contradict each other say nothing") {
  const report::Trail steps = {{Kind::kSlot, 0, -24, 0, 16}, {Kind::kSlot, 0, -24, 0, 24}};
  CHECK_FALSE(OffsetOfLock({kCfa, {-24, 0}}, steps));
}

// Whatever stands in the debug information: an answer or none, and no offset that later sums could run over with.
TEST_CASE("random expressions") {
  testing::Random random(1);
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  std::size_t answers = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::vector<Operation> operations;
    for (std::uint32_t left = 1 + random.Below(5); left > 0; --left) {
      const std::uint64_t number = random.Below(3) == 0 ? ~std::uint64_t{0} << random.Below(64) : random.Below(100);
      const std::uint8_t likely[] = {DW_OP_fbreg, DW_OP_deref, DW_OP_plus_uconst, DW_OP_breg3, DW_OP_plus, DW_OP_lit4};
      const auto code = random.Below(2) == 0 ? likely[random.Below(6)] : static_cast<std::uint8_t>(random.Below(256));
      operations.push_back({code, number, number});
    }
    const auto found = From(operations);
    if (!found) continue;
    ++answers;
    for (const std::int64_t offset : found->address.offsets)
      REQUIRE((offset > -(INT64_C(1) << 41) && offset < INT64_C(1) << 41));
    (void)OffsetOfLock(found->address, {{Kind::kBase, 3, 0, 0, -16}, {Kind::kSlot, 0, -24, 0, 16}});
  }
  CHECK(answers > 1000);
}

}  // namespace
}  // namespace snarl::symbols
