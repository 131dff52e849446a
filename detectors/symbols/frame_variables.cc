// SPDX-License-Identifier: Apache-2.0
#include "symbols/frame_variables.h"

#include <dwarf.h>

#include <string_view>
#include <utility>

#include "symbols/die.h"

namespace snarl::symbols {
namespace {

constexpr int kDeepest = 64;

bool IsFunction(int tag) { return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine; }
bool IsScope(int tag) { return IsFunction(tag) || tag == DW_TAG_lexical_block || tag == DW_TAG_try_block; }
bool MayHoldFunctions(int tag) {
  return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type ||
         tag == DW_TAG_union_type || tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block;
}

// The function that `pc` is in. Those of local classes stand inside another function.
std::optional<Dwarf_Die> FunctionAt(Dwarf_Die& around, std::uint64_t pc, int depth) {
  if (depth == kDeepest) return std::nullopt;
  const std::vector<Dwarf_Die> children = Children(around);
  for (Dwarf_Die child : children) {
    if (dwarf_tag(&child) == DW_TAG_subprogram && dwarf_haspc(&child, pc) == 1) return child;
  }
  for (Dwarf_Die child : children) {
    if (!MayHoldFunctions(dwarf_tag(&child)) || dwarf_haschildren(&child) != 1) continue;
    if (std::optional<Dwarf_Die> found = FunctionAt(child, pc, depth + 1)) return found;
  }
  return std::nullopt;
}

class Collector {
 public:
  Collector(std::uint64_t pc, std::optional<Address> frame_base) : pc_(pc), frame_base_(std::move(frame_base)) {}

  // `line`: where in this function's own text the program is; 0: unknown.
  void In(Dwarf_Die& scope, const std::string& function, std::uint64_t line, int depth) {
    if (depth == kDeepest) return;
    const std::vector<Dwarf_Die> children = Children(scope);
    for (Dwarf_Die child : children) {
      const int tag = dwarf_tag(&child);
      if (!IsScope(tag) || tag == DW_TAG_subprogram || dwarf_haspc(&child, pc_) != 1) continue;
      const bool inlined = tag == DW_TAG_inlined_subroutine;
      // What is inlined has a text of its own, and this scope stands at the call.
      if (inlined) line = Number(child, DW_AT_call_line).value_or(0);
      In(child, inlined ? QualifiedNameOf(child) : function, inlined ? 0 : line, depth + 1);
    }
    for (Dwarf_Die child : children) Take(child, function, line);
  }

  std::vector<Variable> Result() { return std::move(found_); }

 private:
  void Take(Dwarf_Die& die, const std::string& function, std::uint64_t line) {
    const int tag = dwarf_tag(&die);
    if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) return;
    // Unoptimised code has a place for a variable before it has a variable, and what lies there is of another time.
    const std::uint64_t declared = Number(die, DW_AT_decl_line).value_or(0);
    if (tag == DW_TAG_variable && line != 0 && declared > line) return;
    const std::optional<Location> location = Evaluate(OperationsAt(die, DW_AT_location, pc_), frame_base_);
    if (location) found_.push_back({die, function, *location});
  }

  std::uint64_t pc_;
  std::optional<Address> frame_base_;
  std::vector<Variable> found_;
};

std::uint64_t LineAt(Dwarf_Die& unit, std::uint64_t pc) {
  Dwarf_Line* const line = dwarf_getsrc_die(&unit, pc);
  int number = 0;
  return line != nullptr && dwarf_lineno(line, &number) == 0 && number > 0 ? static_cast<std::uint64_t>(number) : 0;
}

bool InlinesAt(Dwarf_Die& scope, std::uint64_t pc, int depth) {
  if (depth == kDeepest) return false;
  for (Dwarf_Die child : Children(scope)) {
    const int tag = dwarf_tag(&child);
    if (!IsScope(tag) || tag == DW_TAG_subprogram || dwarf_haspc(&child, pc) != 1) continue;
    if (tag == DW_TAG_inlined_subroutine || InlinesAt(child, pc, depth + 1)) return true;
  }
  return false;
}

}  // namespace

std::vector<Variable> VariablesAt(Dwarf_Die& unit, std::uint64_t pc) {
  std::optional<Dwarf_Die> function = FunctionAt(unit, pc, 0);
  if (!function) return {};
  std::optional<Address> frame_base;
  if (const std::optional<Location> base = Evaluate(OperationsAt(*function, DW_AT_frame_base, pc), std::nullopt)) {
    frame_base = base->address;
  }
  Collector collector(pc, frame_base);
  const std::uint64_t line = InlinesAt(*function, pc, 0) ? 0 : LineAt(unit, pc);
  collector.In(*function, QualifiedNameOf(*function), line, 0);
  return collector.Result();
}

}  // namespace snarl::symbols
