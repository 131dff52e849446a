// SPDX-License-Identifier: Apache-2.0
//
// One program counter to its functions and lines, the innermost inlined call first: debug information by libbacktrace
// where the build found it, else the dynamic symbol table.
//
// Thread safety: serialised by the caller. What the library has read of a module stays in memory.
#pragma once

#include <cstdint>
#include <string>

#include "snarl/report/finding.h"

struct backtrace_state;

namespace snarl::report {

class Lines {
 public:
  // At least one frame, which may be empty; `module` and `offset` are left to the caller. `pc` is an instruction's
  // address.
  [[nodiscard]] Stack Find(std::uintptr_t pc);

  // The global object at `address`; empty where it is unknown.
  [[nodiscard]] std::string DataName(std::uintptr_t address);

 private:
  [[nodiscard]] Stack Look(std::uintptr_t pc);

  bool Open();

  backtrace_state* state_ = nullptr;
  std::uint64_t loaded_ = 0;  // Modules::LoadCount() when state_ was made; it knows no later module
};

}  // namespace snarl::report
