// SPDX-License-Identifier: Apache-2.0
//
// The variables and parameters that live at a place in a program, of the function there and of those that were inlined into it.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "symbols/location.h"

namespace snarl::symbols {

struct Variable {
  Dwarf_Die die;
  std::string function;  // whose it is
  Location location;
};

// At `pc`, an address in `unit`'s file. Those without a location that can be told are left out.
[[nodiscard]] std::vector<Variable> VariablesAt(Dwarf_Die& unit, std::uint64_t pc);

}  // namespace snarl::symbols
