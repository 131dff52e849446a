// SPDX-License-Identifier: Apache-2.0
#include "symbols/location.h"

#include <dwarf.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace snarl::symbols {
namespace {

using Kind = report::TrailStep::Kind;

constexpr std::size_t kMostWords = 4;  // on the way
constexpr std::size_t kMostOperations = 64;
constexpr std::int64_t kFar = std::int64_t{1} << 40;  // no offset is so large, and no sum of them runs over

// A number is an address that starts nowhere.
constexpr std::int64_t kNowhere = -2;

bool IsNear(std::int64_t offset) { return offset > -kFar && offset < kFar; }

class Machine {
 public:
  explicit Machine(const std::optional<Address>& frame_base) : frame_base_(frame_base) {}

  bool Step(const Operation& operation);
  [[nodiscard]] std::optional<Location> Result() const {
    if (stack_.size() != 1 || stack_.back().start == kNowhere) return std::nullopt;
    return Location{stack_.back(), is_value_};
  }

 private:
  bool Push(Address address, std::int64_t offset) {
    stack_.push_back(std::move(address));
    return AddToTop(offset);
  }
  bool AddToTop(std::int64_t offset) {
    if (stack_.empty() || !IsNear(offset)) return false;
    std::int64_t& last = stack_.back().offsets.back();
    last += offset;
    return IsNear(last);
  }
  bool Number(std::int64_t number) { return Push({kNowhere, {0}}, number); }
  bool AddTwo(std::int64_t sign);
  bool Follow();

  const std::optional<Address>& frame_base_;
  std::vector<Address> stack_;
  bool is_value_ = false;
  bool over_ = false;
};

bool Machine::AddTwo(std::int64_t sign) {
  if (stack_.size() < 2) return false;
  Address top = std::move(stack_.back());
  stack_.pop_back();
  if (top.start != kNowhere) {
    if (sign < 0 || stack_.back().start != kNowhere) return false;
    std::swap(top, stack_.back());
  }
  return AddToTop(sign * top.offsets.back());
}

bool Machine::Follow() {
  if (stack_.empty() || stack_.back().start == kNowhere || stack_.back().offsets.size() > kMostWords) return false;
  stack_.back().offsets.push_back(0);
  return true;
}

bool Machine::Step(const Operation& operation) {
  if (over_) return false;
  const unsigned code = operation.code;
  const auto first = static_cast<std::int64_t>(operation.first);
  const auto second = static_cast<std::int64_t>(operation.second);
  if (code >= DW_OP_reg0 && code <= DW_OP_reg31) {
    over_ = is_value_ = true;
    return stack_.empty() && Push({code - DW_OP_reg0, {0}}, 0);
  }
  if (code >= DW_OP_breg0 && code <= DW_OP_breg31) return Push({code - DW_OP_breg0, {0}}, first);
  if (code >= DW_OP_lit0 && code <= DW_OP_lit31) return Number(code - DW_OP_lit0);
  switch (code) {
    case DW_OP_fbreg:
      return frame_base_.has_value() && Push(*frame_base_, first);
    case DW_OP_call_frame_cfa:
      return Push({}, 0);
    case DW_OP_bregx:
      return first >= 0 && first < 128 && Push({first, {0}}, second);
    case DW_OP_deref:
      return Follow();
    case DW_OP_plus_uconst:
      return AddToTop(first);
    case DW_OP_const1u:
    case DW_OP_const1s:
    case DW_OP_const2u:
    case DW_OP_const2s:
    case DW_OP_const4u:
    case DW_OP_const4s:
    case DW_OP_const8u:
    case DW_OP_const8s:
    case DW_OP_constu:
    case DW_OP_consts:
      return Number(first);
    case DW_OP_plus:
      return AddTwo(+1);
    case DW_OP_minus:
      return AddTwo(-1);
    case DW_OP_stack_value:
      over_ = is_value_ = true;
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Location> Evaluate(std::span<const Operation> operations, const std::optional<Address>& frame_base) {
  if (operations.size() > kMostOperations) return std::nullopt;
  Machine machine(frame_base);
  for (const Operation& operation : operations) {
    if (!machine.Step(operation)) return std::nullopt;
  }
  return machine.Result();
}

std::optional<std::int64_t> OffsetOfLock(Address object, const report::Trail& steps) {
  for (const report::TrailStep& step : steps) {
    if (step.kind != Kind::kBase || object.start != step.reg || !IsNear(step.value)) continue;
    object.start = Address::kCfa;
    object.offsets.front() += step.value;
    break;
  }
  const std::vector<std::int64_t>& offsets = object.offsets;
  const auto fits = [&](const report::TrailStep& step) {
    switch (step.kind) {
      case Kind::kInside:
        return object.start == Address::kCfa && offsets.size() == 1;
      case Kind::kRegister:
        return object.start == step.reg && offsets.size() == 1;
      case Kind::kSlot:
        return object.start == Address::kCfa && offsets.size() == 2 && offsets[0] == step.at;
      case Kind::kBehindRegister:
        return object.start == step.reg && offsets.size() == 2 && offsets[0] == step.inner;
      case Kind::kBehindSlot:
        return object.start == Address::kCfa && offsets.size() == 3 && offsets[0] == step.at &&
               offsets[1] == step.inner;
      default:
        return false;
    }
  };
  std::optional<std::int64_t> found;
  for (const report::TrailStep& step : steps) {
    if (!fits(step)) continue;
    const std::int64_t offset = step.value - offsets.back();
    if (found && *found != offset) return std::nullopt;
    found = offset;
  }
  return found;
}

}  // namespace snarl::symbols
