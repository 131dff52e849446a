// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace snarl::report {
namespace {

struct Search {
  std::uintptr_t address;
  std::string found;
};

std::string Hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte / 16];
    hex += kDigits[byte % 16];
  }
  return hex;
}

// A note is its head, its name and its text, the latter two filled up to four bytes.
std::string IdAmong(std::span<const unsigned char> notes) {
  const auto filled = [](std::size_t size) { return (size + 3) / 4 * 4; };
  ElfW(Nhdr) head;
  while (notes.size() >= sizeof head) {
    std::memcpy(&head, notes.data(), sizeof head);
    const std::size_t text = sizeof head + filled(head.n_namesz);
    if (head.n_namesz > notes.size() || head.n_descsz > notes.size() || text + head.n_descsz > notes.size()) break;
    const bool is_gnu = head.n_namesz == 4 && std::memcmp(notes.data() + sizeof head, "GNU", 4) == 0;
    if (is_gnu && head.n_type == NT_GNU_BUILD_ID) return Hex(notes.subspan(text, head.n_descsz));
    const std::size_t whole = text + filled(head.n_descsz);
    if (whole > notes.size()) break;
    notes = notes.subspan(whole);
  }
  return "";
}

int Look(dl_phdr_info* info, std::size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  bool here = false;
  for (const ElfW(Phdr) & header : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
    const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
    here = here || (header.p_type == PT_LOAD && search.address >= begin && search.address - begin < header.p_memsz);
  }
  if (!here) return 0;
  for (const ElfW(Phdr) & header : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
    if (header.p_type != PT_NOTE || !search.found.empty()) continue;
    const auto* const notes = reinterpret_cast<const unsigned char*>(info->dlpi_addr + header.p_vaddr);
    search.found = IdAmong({notes, header.p_memsz});
  }
  return 1;
}

}  // namespace

std::string BuildIdAt(std::uintptr_t address) {
  Search search{address, ""};
  dl_iterate_phdr(Look, &search);
  return search.found;
}

}  // namespace snarl::report
