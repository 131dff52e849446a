// SPDX-License-Identifier: Apache-2.0
#include "cli/elf_file.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/file_bytes.h"
#include "holds.h"

namespace snarl::cli {
namespace {

constexpr std::uint64_t kAddress = 0x400000;  // where the file is in the memory of the program

template <class Header>
std::string Raw(const Header& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

// A program for `machine` as a linker would lay it out: headers, the segments' table, then what these speak of.
template <class Ehdr, class Phdr, class Dyn>
std::string MakeElf(unsigned char width, std::uint16_t machine, const std::string& loader, const std::string& soname) {
  const std::uint64_t at = sizeof(Ehdr) + 3 * sizeof(Phdr);
  std::string texts(1, '\0');
  texts += loader;
  texts += '\0';
  std::vector<Dyn> entries;
  const auto add = [&](int tag, std::uint64_t value) {
    Dyn entry{};
    entry.d_tag = tag;
    entry.d_un.d_val = static_cast<decltype(entry.d_un.d_val)>(value);
    entries.push_back(entry);
  };
  add(DT_NEEDED, 1);
  if (!soname.empty()) {
    add(DT_SONAME, texts.size());
    texts += soname;
    texts += '\0';
  }
  add(DT_STRTAB, kAddress + at);
  add(DT_NULL, 0);
  add(DT_SONAME, 1);  // behind the end, so no entry

  Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = width;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_DYN;
  header.e_machine = machine;
  header.e_phoff = sizeof(Ehdr);
  header.e_phentsize = sizeof(Phdr);
  header.e_phnum = 3;
  const auto segment = [&](std::uint32_t type, std::uint64_t offset, std::uint64_t size) {
    Phdr one{};
    one.p_type = type;
    one.p_offset = static_cast<decltype(one.p_offset)>(offset);
    one.p_vaddr = static_cast<decltype(one.p_vaddr)>(kAddress + offset);
    one.p_filesz = static_cast<decltype(one.p_filesz)>(size);
    return Raw(one);
  };
  const std::uint64_t size = entries.size() * sizeof(Dyn);
  std::string file = Raw(header) + segment(loader.empty() ? PT_NOTE : PT_INTERP, at + 1, loader.size() + 1) +
                     segment(PT_DYNAMIC, at + texts.size(), size) + segment(PT_LOAD, 0, at + texts.size() + size);
  file += texts;
  for (const Dyn& entry : entries) file += Raw(entry);
  return file;
}

std::string Elf64(const std::string& loader, const std::string& soname = "") {
  return MakeElf<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(ELFCLASS64, EM_X86_64, loader, soname);
}

// The same facts in the other order of bytes, as far as the header goes.
std::string HeaderOfBigEndian() {
  std::string file = Elf64("");
  file[EI_DATA] = ELFDATA2MSB;
  for (const std::size_t field : {offsetof(Elf64_Ehdr, e_machine), offsetof(Elf64_Ehdr, e_phnum)}) {
    std::swap(file[field], file[field + 1]);
  }
  const auto phoff = static_cast<std::ptrdiff_t>(offsetof(Elf64_Ehdr, e_phoff));
  std::reverse(file.begin() + phoff, file.begin() + phoff + 8);
  file[offsetof(Elf64_Ehdr, e_phnum) + 1] = 0;
  return file;
}

TEST_CASE("ELF: a program names its loader", "[elf]") {
  ElfFile file;
  REQUIRE(ParseElf(Elf64("/lib64/ld-linux-x86-64.so.2"), file).empty());
  CHECK(file.loader == "/lib64/ld-linux-x86-64.so.2");
  CHECK(file.soname.empty());
  CHECK(Architecture(file) == "64-bit x86-64");
}

TEST_CASE("ELF: a static program has no loader, a library has its own name", "[elf]") {
  ElfFile file;
  REQUIRE(ParseElf(Elf64(""), file).empty());
  CHECK(file.loader.empty());
  CHECK(file.soname.empty());
  REQUIRE(ParseElf(Elf64("", "ld-linux-x86-64.so.2"), file).empty());
  CHECK(file.soname == "ld-linux-x86-64.so.2");
}

TEST_CASE("ELF: other machines are told apart", "[elf]") {
  ElfFile here;
  REQUIRE(ParseElf(Elf64(""), here).empty());
  ElfFile same;
  REQUIRE(ParseElf(Elf64("/lib64/ld-linux-x86-64.so.2"), same).empty());
  CHECK(SameArchitecture(here, same));

  ElfFile narrow;
  REQUIRE(
      ParseElf(MakeElf<Elf32_Ehdr, Elf32_Phdr, Elf32_Dyn>(ELFCLASS32, EM_386, "/lib/ld-linux.so.2", "me.so"), narrow)
          .empty());
  CHECK(narrow.loader == "/lib/ld-linux.so.2");
  CHECK(narrow.soname == "me.so");
  CHECK(Architecture(narrow) == "32-bit x86");
  CHECK_FALSE(SameArchitecture(here, narrow));

  ElfFile arm;
  REQUIRE(ParseElf(MakeElf<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(ELFCLASS64, EM_AARCH64, "", ""), arm).empty());
  CHECK(Architecture(arm) == "64-bit AArch64");
  CHECK_FALSE(SameArchitecture(here, arm));

  ElfFile swapped;
  REQUIRE(ParseElf(HeaderOfBigEndian(), swapped).empty());
  CHECK(Architecture(swapped) == "64-bit big-endian x86-64");
  CHECK_FALSE(SameArchitecture(here, swapped));
}

TEST_CASE("ELF: wherever the file is cut off, nothing beyond its end is read", "[elf]") {
  const std::string whole = Elf64("/lib64/ld-linux-x86-64.so.2", "me.so");
  ElfFile entire;
  REQUIRE(ParseElf(whole, entire).empty());
  std::size_t refused = 0;
  for (std::size_t size = SELFMAG; size < whole.size(); ++size) {
    const std::vector<char> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));  // no byte of slack
    ElfFile file;
    refused += ParseElf({cut.data(), cut.size()}, file) == "it is a truncated ELF file" ? 1U : 0U;
    CHECK(file.loader.size() <= entire.loader.size());
  }
  // Only what is behind the last entry of the last table may be missing.
  CHECK(refused == whole.size() - SELFMAG - sizeof(Elf64_Dyn));
}

TEST_CASE("ELF: offsets that point nowhere are not followed", "[elf]") {
  std::string file = Elf64("/lib64/ld-linux-x86-64.so.2");
  for (std::size_t at = EI_NIDENT; at < file.size(); ++at) {
    std::string broken = file;
    broken[at] = '\xff';
    const std::vector<char> exact(broken.begin(), broken.end());
    ElfFile read;
    const std::string problem = ParseElf({exact.data(), exact.size()}, read);
    CHECK((problem.empty() || problem == "it is a truncated ELF file"));
  }
  file[EI_CLASS] = 7;
  ElfFile read;
  CHECK(ParseElf(file, read) == "it is an ELF file of no known class");
}

TEST_CASE("ELF: what is none is seen at once", "[elf]") {
  CHECK_FALSE(IsElf(""));
  CHECK_FALSE(
      IsElf("\x7f"
            "EL"));
  CHECK_FALSE(IsElf("#!/bin/sh\n"));
  CHECK(
      IsElf("\x7f"
            "ELF"));
}

TEST_CASE("ELF: this very program is one that is loaded, by glibc's loader", "[elf]") {
  const FileBytes bytes("/proc/self/exe");
  CHECK(bytes.error() == 0);
  ElfFile file;
  REQUIRE(IsElf(bytes.bytes()));
  REQUIRE(ParseElf(bytes.bytes(), file).empty());
  CHECK(Holds(file.loader, "/ld-linux"));
}

}  // namespace
}  // namespace snarl::cli
