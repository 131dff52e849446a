// SPDX-License-Identifier: Apache-2.0
#include "attach/inlined.h"

#include <dwarf.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "snarl/report/function_name.h"
#include "symbols/debug_files.h"
#include "symbols/die.h"

namespace snarl::attach {
namespace {

std::string Tidy(const char* path) {
  return path == nullptr ? "" : std::filesystem::path(path).lexically_normal().string();
}

struct FreeScopes {
  void operator()(Dwarf_Die* scopes) const { std::free(scopes); }  // NOLINT(cppcoreguidelines-no-malloc): libdw's
};

// The entries around `pc` from the innermost block out.
std::vector<Dwarf_Die> ScopesAt(Dwarf_Die& unit, std::uint64_t pc) {
  Dwarf_Die* list = nullptr;
  const int count = dwarf_getscopes(&unit, pc, &list);
  const std::unique_ptr<Dwarf_Die, FreeScopes> owner(count > 0 ? list : nullptr);
  if (count <= 0) return {};
  // Of an inlined function these are the scopes of its definition; the way out goes through the place where it was inlined.
  Dwarf_Die innermost = *list;
  Dwarf_Die* around = nullptr;
  const int deep = dwarf_getscopes_die(&innermost, &around);
  const std::unique_ptr<Dwarf_Die, FreeScopes> second(deep > 0 ? around : nullptr);
  if (deep <= 0) return {};
  const std::span<Dwarf_Die> scopes(around, static_cast<std::size_t>(deep));
  return {scopes.begin(), scopes.end()};
}

std::string CallFile(Dwarf_Die& unit, Dwarf_Die& call) {
  const std::optional<std::uint64_t> index = symbols::Number(call, DW_AT_call_file);
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  if (!index || dwarf_getsrcfiles(&unit, &files, &count) != 0 || *index >= count) return "";
  return Tidy(dwarf_filesrc(files, *index, nullptr, nullptr));
}

// With the linker's name, where there is one, lambdas say whose they are.
std::string NameOf(Dwarf_Die& function) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(&function, DW_AT_linkage_name, &attribute) != nullptr) {
    if (const char* name = dwarf_formstring(&attribute); name != nullptr) return report::Demangle(name);
  }
  return symbols::QualifiedNameOf(function);
}

}  // namespace

report::Stack InlinedAt(Dwfl_Module* module, std::uint64_t pc, const report::Frame& whole) {
  Dwarf_Addr bias = 0;
  Dwarf* const dwarf = dwfl_module_getdwarf(module, &bias);
  if (dwarf == nullptr) return {};
  const std::uint64_t address = pc - bias;
  std::optional<Dwarf_Die> unit = symbols::UnitAt(dwarf, address);
  if (!unit) return {};
  report::Stack stack;
  report::Frame place = whole;
  if (Dwarf_Line* const line = dwarf_getsrc_die(&*unit, address); line != nullptr) {
    place.file = Tidy(dwarf_linesrc(line, nullptr, nullptr));
    (void)dwarf_lineno(line, &place.line);
  }
  for (Dwarf_Die& scope : ScopesAt(*unit, address)) {
    if (dwarf_tag(&scope) != DW_TAG_inlined_subroutine) continue;
    report::Frame& inner = stack.emplace_back(place);
    inner.function = NameOf(scope);
    place.file = CallFile(*unit, scope);
    place.line = static_cast<int>(symbols::Number(scope, DW_AT_call_line).value_or(0));
  }
  stack.push_back(place);
  return stack;
}

}  // namespace snarl::attach
