// SPDX-License-Identifier: Apache-2.0
//
// What stands at an address of the process: functions with file and line, inlined calls included, and names of variables.
//
// Cost: microseconds from symbol tables; the first line of a file reads its debug information, which takes milliseconds.
// What was found once is kept.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "attach/memory.h"
#include "attach/session.h"
#include "snarl/report/finding.h"

namespace snarl::attach {

class Places {
 public:
  Places(const Session& session, const Memory& memory) : dwfl_(session.dwfl()), memory_(memory) {}

  // The linker's name of the function at `pc`, demangled; empty where the symbol tables do not say.
  [[nodiscard]] const std::string& Function(std::uint64_t pc);

  // The names of `callers`, one each. Where a function has no symbol (libc's inner ones, when it is stripped), it gets the name
  // by which its caller called it.
  [[nodiscard]] std::vector<std::string> Functions(const std::vector<std::uint64_t>& callers, std::size_t at_most);

  [[nodiscard]] report::Stack Describe(const std::vector<std::uint64_t>& callers, std::size_t at_most);

  struct VariableName {
    std::string name;   // with its members where debug information tells them; empty: no variable is known there
    std::string plain;  // the symbol alone, where that is not all of it
  };
  [[nodiscard]] VariableName Variable(std::uint64_t address);

 private:
  [[nodiscard]] const report::Stack& At(std::uint64_t pc);
  [[nodiscard]] report::Stack Look(std::uint64_t pc);
  // What the call that returns to `back` called, through the linker's table where need be; 0 where it cannot be told.
  [[nodiscard]] std::uint64_t Called(std::uint64_t back) const;

  Dwfl* dwfl_;
  const Memory& memory_;
  std::map<std::uint64_t, std::string> functions_;
  std::map<std::uint64_t, report::Stack> frames_;
};

}  // namespace snarl::attach
