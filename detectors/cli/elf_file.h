// SPDX-License-Identifier: Apache-2.0
//
// What an ELF file says of itself: for which machine it is, by which loader it is brought into memory, and what it calls
// itself.
//
// Pure: bytes in, facts out; no byte outside of the file is touched, whatever its headers claim.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace snarl::cli {

struct ElfFile {
  int bits = 0;  // 32 or 64
  bool big_endian = false;
  std::uint16_t machine = 0;  // EM_…
  std::string loader;         // PT_INTERP; empty: none, so nothing is loaded beside it
  std::string soname;         // what a library calls itself
};

[[nodiscard]] bool IsElf(std::string_view bytes);

// Empty, or what is wrong with the file. REQUIRES: IsElf(bytes).
[[nodiscard]] std::string ParseElf(std::string_view bytes, ElfFile& file);

[[nodiscard]] bool SameArchitecture(const ElfFile& a, const ElfFile& b);

// "64-bit x86-64".
[[nodiscard]] std::string Architecture(const ElfFile& file);

}  // namespace snarl::cli
