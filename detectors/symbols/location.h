// SPDX-License-Identifier: Apache-2.0
//
// Where a variable is, in terms of its frame: DWARF's location expressions, evaluated without a process. What comes out is an
// address that begins at the frame's CFA or at a register, and may go through words of memory on its way.
//
// Pure. What an expression needs that is not kept (memory of its own, other registers, values at the function's entry) has
// no answer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "snarl/report/name_request.h"

namespace snarl::symbols {

// `start` plus the first offset; for each further one, the word that lies there plus that offset.
struct Address {
  static constexpr std::int64_t kCfa = -1;
  std::int64_t start = kCfa;  // or a register's number
  std::vector<std::int64_t> offsets = {0};

  friend bool operator==(const Address&, const Address&) = default;
};

struct Operation {
  std::uint8_t code;  // DW_OP_...
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

struct Location {
  Address address;
  bool is_value = false;  // the variable itself is this, and lies nowhere
};

// `frame_base`: what DW_OP_fbreg counts from.
[[nodiscard]] std::optional<Location> Evaluate(std::span<const Operation> operations,
                                               const std::optional<Address>& frame_base);

// How far into the object at `object` the lock lies, if the frame's steps say so. Where they say two things, nothing.
[[nodiscard]] std::optional<std::int64_t> OffsetOfLock(Address object, const report::Trail& steps);

}  // namespace snarl::symbols
