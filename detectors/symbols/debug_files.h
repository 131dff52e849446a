// SPDX-License-Identifier: Apache-2.0
//
// The debug information of the modules that are asked about, opened at need: in the file itself, compressed or split, or in a
// file of its own that is found by build id or link, as libdwfl does it. Nothing is fetched from a network.
#pragma once

#include <elfutils/libdwfl.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "snarl/report/name_request.h"

namespace snarl::symbols {

// A module's debug information, and what to subtract from an offset in the module for an address in it.
struct DebugFile {
  Dwarf* dwarf = nullptr;
  std::uint64_t bias = 0;
};

class DebugFiles {
 public:
  // `module` is number `index`; the same number is the same module every time. Nothing where its file has no debug
  // information, or is of another build by now.
  [[nodiscard]] std::optional<DebugFile> Open(std::size_t index, const report::NamedModule& module);

 private:
  struct Ender {
    void operator()(Dwfl* session) const { dwfl_end(session); }
  };
  struct Entry {
    std::unique_ptr<Dwfl, Ender> session;
    std::optional<DebugFile> file;
    bool tried = false;
  };
  std::vector<Entry> entries_;
};

// The units that hold code, with their split halves in their place.
[[nodiscard]] std::vector<Dwarf_Die> Units(Dwarf* dwarf);
// The unit with code at `address`.
[[nodiscard]] std::optional<Dwarf_Die> UnitAt(Dwarf* dwarf, std::uint64_t address);

}  // namespace snarl::symbols
