// SPDX-License-Identifier: Apache-2.0
#include "symbols/die.h"

#include <dwarf.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>

namespace snarl::symbols {
namespace {

// Outermost last; without the entry itself.
std::vector<Dwarf_Die> Around(Dwarf_Die& die) {
  Dwarf_Die start = die;
  while (true) {
    std::optional<Dwarf_Die> declared = Refers(start, DW_AT_specification);
    if (!declared) declared = Refers(start, DW_AT_abstract_origin);
    if (!declared) break;
    start = *declared;
  }
  Dwarf_Die* found = nullptr;
  const int count = dwarf_getscopes_die(&start, &found);
  const std::unique_ptr<Dwarf_Die, decltype(&std::free)> owner(found, &std::free);
  if (count <= 1) return {};
  const std::span<Dwarf_Die> scopes(found, static_cast<std::size_t>(count));
  return {scopes.begin() + 1, scopes.end()};
}

bool IsNamed(unsigned tag) {
  return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type ||
         tag == DW_TAG_union_type;
}

}  // namespace

bool Has(Dwarf_Die& die, unsigned attribute) { return dwarf_hasattr_integrate(&die, attribute) != 0; }

std::optional<std::uint64_t> Number(Dwarf_Die& die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(&die, attribute, &found) == nullptr || dwarf_formudata(&found, &value) != 0) {
    return std::nullopt;
  }
  return value;
}

std::optional<Dwarf_Die> Refers(Dwarf_Die& die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Die other;
  const bool own = attribute == DW_AT_specification || attribute == DW_AT_abstract_origin;
  Dwarf_Attribute* const there =
      own ? dwarf_attr(&die, attribute, &found) : dwarf_attr_integrate(&die, attribute, &found);
  if (there == nullptr || dwarf_formref_die(&found, &other) == nullptr) return std::nullopt;
  return other;
}

std::string NameOf(Dwarf_Die& die) {
  const char* name = dwarf_diename(&die);
  return name == nullptr ? "" : name;
}

std::string QualifiedNameOf(Dwarf_Die& die) {
  std::string name = NameOf(die);
  if (name.empty()) return name;
  for (Dwarf_Die& scope : Around(die)) {
    if (!IsNamed(static_cast<unsigned>(dwarf_tag(&scope))) || Has(scope, DW_AT_export_symbols)) continue;
    const std::string around = NameOf(scope);
    if (!around.empty()) name = around + "::" + name;
  }
  return name;
}

bool IsOfLibrary(Dwarf_Die& die) {
  for (Dwarf_Die& scope : Around(die)) {
    if (dwarf_tag(&scope) != DW_TAG_namespace) continue;
    const std::string name = NameOf(scope);
    if (name == "std" || name == "__gnu_cxx") return true;
  }
  return false;
}

std::vector<Dwarf_Die> Children(Dwarf_Die& die) {
  std::vector<Dwarf_Die> children;
  Dwarf_Die child;
  for (int more = dwarf_child(&die, &child); more == 0; more = dwarf_siblingof(&child, &child)) {
    children.push_back(child);
  }
  return children;
}

std::vector<Operation> OperationsAt(Dwarf_Die& die, unsigned attribute, std::uint64_t pc) {
  Dwarf_Attribute found;
  Dwarf_Op* operations = nullptr;
  std::size_t count = 0;
  if (dwarf_attr_integrate(&die, attribute, &found) == nullptr ||
      dwarf_getlocation_addr(&found, pc, &operations, &count, 1) != 1) {
    return {};
  }
  std::vector<Operation> list;
  for (const Dwarf_Op& operation : std::span(operations, count)) {
    list.push_back({operation.atom, operation.number, operation.number2});
  }
  return list;
}

}  // namespace snarl::symbols
