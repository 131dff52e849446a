// SPDX-License-Identifier: Apache-2.0
#include "symbols/complete_type.h"

#include <dwarf.h>

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "symbols/debug_files.h"
#include "symbols/die.h"

namespace snarl::symbols {
namespace {

constexpr int kDeepest = 16;
constexpr std::chrono::milliseconds kLimit(500);

bool IsClass(int tag) { return tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type; }

std::optional<Dwarf_Die> Find(Dwarf_Die& around, const std::string& name, const std::string& qualified, int depth) {
  if (depth == kDeepest) return std::nullopt;
  for (Dwarf_Die child : Children(around)) {
    const int tag = dwarf_tag(&child);
    if (IsClass(tag) && NameOf(child) == name && !Has(child, DW_AT_declaration) &&
        QualifiedNameOf(child) == qualified) {
      return child;
    }
    if (tag != DW_TAG_namespace && !IsClass(tag)) continue;
    if (auto found = Find(child, name, qualified, depth + 1)) return found;
  }
  return std::nullopt;
}

std::optional<Dwarf_Die> Search(Dwarf* dwarf, const std::string& name, const std::string& qualified) {
  const auto until = std::chrono::steady_clock::now() + kLimit;
  for (Dwarf_Die& unit : Units(dwarf)) {
    if (std::chrono::steady_clock::now() > until) break;
    if (auto found = Find(unit, name, qualified, 0)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Dwarf_Die> DefinitionOf(Dwarf_Die& declared) {
  if (!IsClass(dwarf_tag(&declared)) || !Has(declared, DW_AT_declaration)) return std::nullopt;
  if (auto unit = Refers(declared, DW_AT_signature)) return unit;
  const std::string name = NameOf(declared);
  if (name.empty()) return std::nullopt;
  static std::map<std::pair<Dwarf*, std::string>, std::optional<Dwarf_Die>> known;
  Dwarf* const dwarf = dwarf_cu_getdwarf(declared.cu);
  const std::string qualified = QualifiedNameOf(declared);
  const auto [entry, fresh] = known.try_emplace({dwarf, qualified});
  if (fresh) entry->second = Search(dwarf, name, qualified);
  return entry->second;
}

}  // namespace snarl::symbols
