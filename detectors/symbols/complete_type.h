// SPDX-License-Identifier: Apache-2.0
//
// The definition of a class of which a unit has only a declaration: in a type unit of its own, or in the one unit where its
// constructor was compiled.
#pragma once

#include <elfutils/libdw.h>

#include <optional>

namespace snarl::symbols {

// Nothing where `declared` is a definition itself, or none was found in time.
[[nodiscard]] std::optional<Dwarf_Die> DefinitionOf(Dwarf_Die& declared);

}  // namespace snarl::symbols
