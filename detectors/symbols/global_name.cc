// SPDX-License-Identifier: Apache-2.0
#include "symbols/global_name.h"

#include <dwarf.h>

#include <chrono>
#include <optional>
#include <vector>

#include "symbols/debug_files.h"
#include "symbols/die.h"
#include "symbols/member_path.h"

namespace snarl::symbols {
namespace {

constexpr int kDeepest = 64;
constexpr std::chrono::milliseconds kLimit(1000);

bool MayHoldVariables(int tag) {
  return tag == DW_TAG_namespace || tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block;
}

std::optional<std::uint64_t> AddressOf(Dwarf_Die& variable) {
  Dwarf_Attribute location;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr(&variable, DW_AT_location, &location) == nullptr ||
      dwarf_getlocation(&location, &operations, &count) != 0 || count != 1) {
    return std::nullopt;
  }
  if (operations->atom == DW_OP_addr) return operations->number;
  if (operations->atom != DW_OP_addrx && operations->atom != DW_OP_GNU_addr_index) return std::nullopt;
  Dwarf_Attribute listed;
  Dwarf_Addr address = 0;
  if (dwarf_getlocation_attr(&location, operations, &listed) != 0 || dwarf_formaddr(&listed, &address) != 0) {
    return std::nullopt;
  }
  return address;
}

struct Global {
  Dwarf_Die die;
  std::uint64_t offset;  // of the lock in it
};

std::optional<Global> Find(Dwarf_Die& around, std::uint64_t address, int depth) {
  if (depth == kDeepest) return std::nullopt;
  for (Dwarf_Die child : Children(around)) {
    const int tag = dwarf_tag(&child);
    if (MayHoldVariables(tag)) {
      if (auto found = Find(child, address, depth + 1)) return found;
    }
    if (tag != DW_TAG_variable) continue;
    const std::optional<std::uint64_t> begin = AddressOf(child);
    if (!begin || address < *begin) continue;
    std::optional<Dwarf_Die> type = Refers(child, DW_AT_type);
    if (type && address - *begin < SizeOf(*type)) return Global{child, address - *begin};
  }
  return std::nullopt;
}

std::string Name(Global& global) {
  std::optional<Dwarf_Die> type = Refers(global.die, DW_AT_type);
  if (!type) return "";
  const std::vector<FoundMember> found = LocksAt(*type, global.offset);
  const std::string name = QualifiedNameOf(global.die);
  if (found.size() != 1 || name.empty()) return "";
  return NameInObject(name, found.front().places, found.front().path);
}

}  // namespace

std::string GlobalName(Dwarf* dwarf, std::uint64_t address) {
  const auto until = std::chrono::steady_clock::now() + kLimit;
  for (Dwarf_Die& unit : Units(dwarf)) {
    if (std::chrono::steady_clock::now() > until) return "";
    if (auto global = Find(unit, address, 0)) return Name(*global);
  }
  return "";
}

}  // namespace snarl::symbols
