// SPDX-License-Identifier: Apache-2.0
#include "attach/places.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "attach/inlined.h"
#include "snarl/report/frames.h"
#include "snarl/report/function_name.h"
#include "snarl/report/symbolize.h"
#include "symbols/global_name.h"

namespace snarl::attach {
namespace {

struct SymbolName {
  std::string name;
  std::uint64_t offset = 0;  // into it
};

// Symbols that begin before `address` and do not reach it say nothing.
SymbolName SymbolAt(Dwfl_Module* module, std::uint64_t address, int type) {
  GElf_Off offset = 0;
  GElf_Sym symbol{};
  const char* name = dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr);
  if (name == nullptr || offset >= std::max<GElf_Xword>(symbol.st_size, 1)) return {};
  if (type == STT_OBJECT && GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) return {};
  // "__GI___lll_lock_wait@@GLIBC_2.34": the name inside of libc, and its version.
  std::string_view plain(name);
  plain = plain.substr(0, plain.find('@'));
  if (plain.starts_with("__GI_")) plain.remove_prefix(5);
  return {report::Demangle(std::string(plain).c_str()), offset};
}

std::int32_t Displacement(const std::byte* bytes) {
  std::int32_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

}  // namespace

const std::string& Places::Function(std::uint64_t pc) {
  const auto [entry, fresh] = functions_.try_emplace(pc);
  Dwfl_Module* const module = fresh ? dwfl_addrmodule(dwfl_, pc) : nullptr;
  if (module != nullptr) entry->second = SymbolAt(module, pc, STT_FUNC).name;
  return entry->second;
}

std::vector<std::string> Places::Functions(const std::vector<std::uint64_t>& callers, std::size_t at_most) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(callers.size(), at_most); ++i) {
    names.push_back(Function(callers[i]));
    if (i == 0 || !names[i - 1].empty()) continue;
    if (const std::uint64_t called = Called(callers[i] + 1); called != 0) names[i - 1] = Function(called);
  }
  return names;
}

// The calls of x86-64: direct, or through a place in memory as far from here; and what the linker puts in between.
std::uint64_t Places::Called(std::uint64_t back) const {
  std::array<std::byte, 6> code{};
  if (memory_.Read(back - code.size(), code.data(), code.size()) != code.size()) return 0;
  const auto through = [&](std::uint64_t slot) { return memory_.Value<std::uint64_t>(slot).value_or(0); };
  const auto is = [](std::byte byte, unsigned value) { return std::to_integer<unsigned>(byte) == value; };
  const std::uint64_t distance = static_cast<std::uint64_t>(std::int64_t{Displacement(&code[2])});
  if (is(code[0], 0xFF) && is(code[1], 0x15)) return through(back + distance);
  if (!is(code[1], 0xE8)) return 0;
  std::uint64_t target = back + distance;
  std::array<std::byte, 11> stub{};
  if (memory_.Read(target, stub.data(), stub.size()) != stub.size()) return 0;
  std::size_t at = is(stub[0], 0xF3) && is(stub[1], 0x0F) ? 4 : 0;  // endbr64
  if (is(stub[at], 0xF2)) ++at;                                     // bnd
  if (!is(stub[at], 0xFF) || !is(stub[at + 1], 0x25)) return target;
  return through(target + at + 6 + static_cast<std::uint64_t>(std::int64_t{Displacement(&stub[at + 2])}));
}

report::Stack Places::Describe(const std::vector<std::uint64_t>& callers, std::size_t at_most) {
  report::Stack stack;
  const std::vector<std::string> names = Functions(callers, at_most);
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const report::Frame& frame : At(callers[i])) {
      stack.push_back(frame);
      if (stack.back().function.empty()) stack.back().function = names[i];
    }
  }
  report::NameLambdas(stack);
  return stack;
}

const report::Stack& Places::At(std::uint64_t pc) {
  const auto [entry, fresh] = frames_.try_emplace(pc);
  if (fresh) entry->second = Look(pc);
  return entry->second;
}

report::Stack Places::Look(std::uint64_t pc) {
  Dwfl_Module* const module = dwfl_addrmodule(dwfl_, pc);
  report::Frame whole;
  whole.function = Function(pc);
  if (module == nullptr) return {whole};
  Dwarf_Addr start = 0;
  const char* path = dwfl_module_info(module, nullptr, &start, nullptr, nullptr, nullptr, nullptr, nullptr);
  whole.module = path == nullptr ? "" : path;
  whole.offset = pc - start;
  // Lines of libc's own help nobody, and cost the most.
  report::Frame nameless = whole;
  nameless.function.clear();
  if (!report::IsUserFrame(nameless) && !whole.function.empty()) return {whole};
  report::Stack stack = InlinedAt(module, pc, whole);
  return stack.empty() ? report::Stack{whole} : stack;
}

Places::VariableName Places::Variable(std::uint64_t address) {
  Dwfl_Module* const module = dwfl_addrmodule(dwfl_, address);
  if (module == nullptr) return {};
  const SymbolName symbol = SymbolAt(module, address, STT_OBJECT);
  Dwarf_Addr bias = 0;
  if (Dwarf* const dwarf = dwfl_module_getdwarf(module, &bias); dwarf != nullptr) {
    std::string name = symbols::GlobalName(dwarf, address - bias);
    if (!name.empty()) return {name, name == symbol.name ? "" : symbol.name};
  }
  if (symbol.offset == 0) return {symbol.name, ""};
  return {symbol.name + "+" + std::to_string(symbol.offset), symbol.name};
}

}  // namespace snarl::attach
