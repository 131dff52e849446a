// SPDX-License-Identifier: Apache-2.0
//
// From an offset into an object of some type to the member there that is a lock.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "symbols/path_name.h"

namespace snarl::symbols {

// The type behind names and qualifiers.
struct BareType {
  Dwarf_Die die;
  std::string alias;     // the last name that was given to it, for a nameless struct
  bool is_lock = false;  // a name on the way, or the type itself, is that of a lock of libc's or the library's
};
[[nodiscard]] std::optional<BareType> BareTypeOf(Dwarf_Die& die);
// In bytes; 0 where it is not known.
[[nodiscard]] std::uint64_t SizeOf(Dwarf_Die& type);
// What a pointer or reference points to; nothing for other types.
[[nodiscard]] std::optional<Dwarf_Die> Pointee(BareType& type);

struct FoundMember {
  std::string places;  // of the object itself, where it is an array
  MemberPath path;     // empty: the object is the lock
};

// Every member at `offset` that is a lock: in a union there may be several.
[[nodiscard]] std::vector<FoundMember> LocksAt(Dwarf_Die& type, std::uint64_t offset);

}  // namespace snarl::symbols
