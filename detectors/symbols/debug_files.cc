// SPDX-License-Identifier: Apache-2.0
#include "symbols/debug_files.h"

#include <dwarf.h>

#include <span>
#include <string>
#include <string_view>

namespace snarl::symbols {
namespace {

char* default_folders = nullptr;  // of separate debug files: libdwfl's own

// The session's callbacks must outlive it.
constexpr Dwfl_Callbacks kCallbacks = {.find_elf = dwfl_build_id_find_elf,
                                       .find_debuginfo = dwfl_standard_find_debuginfo,
                                       .section_address = dwfl_offline_section_address,
                                       .debuginfo_path = &default_folders};

// A skeleton's split half where there is one.
Dwarf_Die Whole(const Dwarf_Die& unit, const Dwarf_Die& half) {
  return dwarf_tag(const_cast<Dwarf_Die*>(&half)) > 0 ? half : unit;
}

bool IsBuild(Dwfl_Module* module, const std::string& wanted) {
  const unsigned char* bits = nullptr;
  GElf_Addr address = 0;
  const int count = dwfl_module_build_id(module, &bits, &address);
  if (count <= 0) return wanted.empty();
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : std::span(bits, static_cast<std::size_t>(count))) {
    id += kDigits[byte / 16];
    id += kDigits[byte % 16];
  }
  return id == wanted;
}

}  // namespace

std::optional<DebugFile> DebugFiles::Open(std::size_t index, const report::NamedModule& named) {
  if (index >= entries_.size()) entries_.resize(index + 1);
  Entry& entry = entries_[index];
  if (entry.tried) return entry.file;
  entry.tried = true;
  entry.session.reset(dwfl_begin(&kCallbacks));
  if (entry.session == nullptr) return std::nullopt;
  dwfl_report_begin(entry.session.get());
  Dwfl_Module* const module =
      dwfl_report_elf(entry.session.get(), named.path.c_str(), named.path.c_str(), -1, 0, /*add_p_vaddr=*/true);
  dwfl_report_end(entry.session.get(), nullptr, nullptr);
  if (module == nullptr || !IsBuild(module, named.build_id)) return std::nullopt;
  Dwarf_Addr bias = 0;
  Dwarf* const dwarf = dwfl_module_getdwarf(module, &bias);
  if (dwarf != nullptr) entry.file = DebugFile{dwarf, bias};
  return entry.file;
}

std::vector<Dwarf_Die> Units(Dwarf* dwarf) {
  std::vector<Dwarf_Die> units;
  Dwarf_CU* unit = nullptr;
  Dwarf_Die die{};
  Dwarf_Die half{};
  std::uint8_t type = 0;
  while (dwarf_get_units(dwarf, unit, &unit, nullptr, &type, &die, &half) == 0) {
    if (type == DW_UT_type || type == DW_UT_split_type) continue;
    units.push_back(Whole(die, half));
    half = {};
  }
  return units;
}

std::optional<Dwarf_Die> UnitAt(Dwarf* dwarf, std::uint64_t address) {
  // Not every compiler writes the table of addresses that a look-up would need.
  Dwarf_CU* unit = nullptr;
  Dwarf_Die die{};
  Dwarf_Die half{};
  std::uint8_t type = 0;
  while (dwarf_get_units(dwarf, unit, &unit, nullptr, &type, &die, &half) == 0) {
    if (dwarf_haspc(&die, address) == 1) return Whole(die, half);
    half = {};
  }
  return std::nullopt;
}

}  // namespace snarl::symbols
