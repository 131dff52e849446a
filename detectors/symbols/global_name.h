// SPDX-License-Identifier: Apache-2.0
//
// The global or static object that holds a lock, and where in it: "bank.mu_", "stripes[17].mu".
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <string>

namespace snarl::symbols {

// Empty also where the search takes longer than a person wants to wait.
[[nodiscard]] std::string GlobalName(Dwarf* dwarf, std::uint64_t address);

}  // namespace snarl::symbols
