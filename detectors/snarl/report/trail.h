// SPDX-License-Identifier: Apache-2.0
//
// How the program reached a lock: in its innermost frames, each register or word of the stack that held a pointer to something
// around the lock. Debug information tells what those pointers were, and so which member of what the lock is
// (detectors/symbols).
//
// Offsets of a frame are from its canonical frame address (CFA), the stack pointer before the call; registers have DWARF's
// numbers.
#pragma once

#include <cstdint>
#include <vector>

namespace snarl::report {

struct TrailStep {
  enum class Kind : std::uint32_t {
    kFrame,     // a frame begins; `value` is its program counter, a return address
    kBase,      // register `reg` holds the frame's CFA plus `value`
    kInside,    // the lock is the CFA plus `value`
    kRegister,  // the lock is register `reg` plus `value`
    kSlot,      // the lock is the word at CFA plus `at`, plus `value`
    // The lock is the word that lies `inner` behind the pointer that is there, plus `value`.
    kBehindRegister,
    kBehindSlot,
  };
  Kind kind = Kind::kFrame;
  std::uint32_t reg = 0;
  std::int32_t at = 0;
  std::int32_t inner = 0;
  std::int64_t value = 0;

  friend bool operator==(const TrailStep&, const TrailStep&) = default;
};
static_assert(sizeof(TrailStep) == 24, "kept as bytes, so without padding");

using Trail = std::vector<TrailStep>;

}  // namespace snarl::report
