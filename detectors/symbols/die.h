// SPDX-License-Identifier: Apache-2.0
//
// Small questions about entries of the debug information (DIEs).
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "symbols/location.h"

namespace snarl::symbols {

[[nodiscard]] bool Has(Dwarf_Die& die, unsigned attribute);
// Its own attribute, or that of the declaration or abstract instance it completes.
[[nodiscard]] std::optional<std::uint64_t> Number(Dwarf_Die& die, unsigned attribute);
[[nodiscard]] std::optional<Dwarf_Die> Refers(Dwarf_Die& die, unsigned attribute);
// Empty where it has none.
[[nodiscard]] std::string NameOf(Dwarf_Die& die);
// With the namespaces and classes around it; nameless ones are left out.
[[nodiscard]] std::string QualifiedNameOf(Dwarf_Die& die);
// Whether it stands in one of the library's namespaces (std, __gnu_cxx).
[[nodiscard]] bool IsOfLibrary(Dwarf_Die& die);

[[nodiscard]] std::vector<Dwarf_Die> Children(Dwarf_Die& die);

// The location expression of `attribute` that holds at `pc`; empty where there is none.
[[nodiscard]] std::vector<Operation> OperationsAt(Dwarf_Die& die, unsigned attribute, std::uint64_t pc);

}  // namespace snarl::symbols
