// SPDX-License-Identifier: Apache-2.0
#include "cli/elf_file.h"

#include <elf.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <vector>

namespace snarl::cli {
namespace {

constexpr std::string_view kTruncated = "it is a truncated ELF file";

class Bytes {
 public:
  Bytes(std::string_view bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}

  template <class Header>
  [[nodiscard]] bool Read(std::uint64_t offset, Header& header) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof header) return false;
    std::memcpy(&header, bytes_.data() + offset, sizeof header);
    return true;
  }

  // A field of a header, as this machine has its numbers.
  template <class Number>
  [[nodiscard]] Number Value(Number field) const {
    if (swapped_) {
      auto* const first = reinterpret_cast<unsigned char*>(&field);
      std::reverse(first, first + sizeof field);
    }
    return field;
  }

  // The text at `offset` up to a zero or the end of the file.
  [[nodiscard]] std::string Text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) return "";
    const std::string_view rest = bytes_.substr(offset);
    return std::string(rest.substr(0, rest.find('\0')));
  }

 private:
  std::string_view bytes_;
  bool swapped_;
};

template <class Ehdr, class Phdr, class Dyn>
class Reader {
 public:
  Reader(const Bytes& bytes, ElfFile& file) : bytes_(bytes), file_(file) {}

  bool Read() {
    Ehdr header;
    if (!bytes_.Read(0, header)) return false;
    file_.machine = bytes_.Value(header.e_machine);
    for (std::uint64_t i = 0; i < bytes_.Value(header.e_phnum); ++i) {
      Phdr segment;
      if (!bytes_.Read(bytes_.Value(header.e_phoff) + i * bytes_.Value(header.e_phentsize), segment)) return false;
      segments_.push_back(segment);
    }
    for (const Phdr& segment : segments_) {
      if (bytes_.Value(segment.p_type) == PT_INTERP) file_.loader = bytes_.Text(bytes_.Value(segment.p_offset));
      if (bytes_.Value(segment.p_type) == PT_DYNAMIC && !ReadDynamic(segment)) return false;
    }
    return true;
  }

 private:
  bool ReadDynamic(const Phdr& segment) {
    const std::uint64_t begin = bytes_.Value(segment.p_offset);
    const std::uint64_t count = bytes_.Value(segment.p_filesz) / sizeof(Dyn);
    std::uint64_t names = 0;
    std::uint64_t soname = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      Dyn entry;
      if (!bytes_.Read(begin + i * sizeof(Dyn), entry)) return false;
      const std::uint64_t value = bytes_.Value(entry.d_un.d_val);
      const auto tag = static_cast<std::int64_t>(bytes_.Value(entry.d_tag));
      if (tag == DT_NULL) break;
      if (tag == DT_STRTAB) names = Offset(value);
      if (tag == DT_SONAME) soname = value;
    }
    if (names != 0 && soname != 0) file_.soname = bytes_.Text(names + soname);
    return true;
  }

  // Where in the file an address of the running program comes from; 0 where from nowhere.
  [[nodiscard]] std::uint64_t Offset(std::uint64_t address) const {
    for (const Phdr& segment : segments_) {
      const std::uint64_t begin = bytes_.Value(segment.p_vaddr);
      if (bytes_.Value(segment.p_type) != PT_LOAD || address < begin) continue;
      if (address - begin < bytes_.Value(segment.p_filesz)) return address - begin + bytes_.Value(segment.p_offset);
    }
    return 0;
  }

  const Bytes& bytes_;
  ElfFile& file_;
  std::vector<Phdr> segments_;
};

std::string MachineName(std::uint16_t machine) {
  switch (machine) {
    case EM_386:
      return "x86";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "ARM";
    case EM_AARCH64:
      return "AArch64";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "POWER";
    case EM_S390:
      return "S/390";
    default:
      return "machine " + std::to_string(machine);
  }
}

}  // namespace

bool IsElf(std::string_view bytes) { return bytes.starts_with(std::string_view(ELFMAG, SELFMAG)); }

std::string ParseElf(std::string_view bytes, ElfFile& file) {
  if (bytes.size() < EI_NIDENT) return std::string(kTruncated);
  const auto width = static_cast<unsigned char>(bytes[EI_CLASS]);
  const auto order = static_cast<unsigned char>(bytes[EI_DATA]);
  if ((width != ELFCLASS32 && width != ELFCLASS64) || (order != ELFDATA2LSB && order != ELFDATA2MSB)) {
    return "it is an ELF file of no known class";
  }
  file.bits = width == ELFCLASS32 ? 32 : 64;
  file.big_endian = order == ELFDATA2MSB;
  const Bytes source(bytes, file.big_endian != (std::endian::native == std::endian::big));
  const bool read = file.bits == 32 ? Reader<Elf32_Ehdr, Elf32_Phdr, Elf32_Dyn>(source, file).Read()
                                    : Reader<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(source, file).Read();
  return read ? "" : std::string(kTruncated);
}

bool SameArchitecture(const ElfFile& a, const ElfFile& b) {
  return a.bits == b.bits && a.big_endian == b.big_endian && a.machine == b.machine;
}

std::string Architecture(const ElfFile& file) {
  return std::to_string(file.bits) + "-bit " + (file.big_endian ? "big-endian " : "") + MachineName(file.machine);
}

}  // namespace snarl::cli
