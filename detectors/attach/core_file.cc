// SPDX-License-Identifier: Apache-2.0
#include "attach/core_file.h"

#include <fcntl.h>
#include <sys/procfs.h>
#include <sys/stat.h>
#include <sys/user.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "attach/refused.h"

namespace snarl::attach {
namespace {

// What the kernel leaves in rax of a thread whose call it has cut short (include/linux/errno.h), and EINTR.
bool WasInCall(const user_regs_struct& registers) {
  const auto result = static_cast<std::int64_t>(registers.rax);
  return static_cast<std::int64_t>(registers.orig_rax) >= 0 && ((result <= -512 && result >= -516) || result == -EINTR);
}

ThreadNow AsThread(const elf_prstatus& status) {
  ThreadNow thread;
  thread.tid = status.pr_pid;
  thread.own_tid = status.pr_pid;
  user_regs_struct r{};
  static_assert(sizeof r == sizeof status.pr_reg);
  std::memcpy(&r, &status.pr_reg, sizeof r);
  thread.registers.values = {r.rax, r.rdx, r.rcx, r.rbx, r.rsi, r.rdi, r.rbp, r.rsp, r.r8,
                             r.r9,  r.r10, r.r11, r.r12, r.r13, r.r14, r.r15, r.rip};
  thread.registers.whole = true;
  if (!WasInCall(r)) return thread;
  thread.call.number = static_cast<long>(r.orig_rax);
  thread.call.arguments = {r.rdi, r.rsi, r.rdx, r.r10, r.r8, r.r9};
  thread.call.sp = r.rsp;
  thread.call.pc = r.rip;
  thread.state = 'S';
  // Nothing runs in a core file.
  thread.still = true;
  return thread;
}

template <class T>
bool Take(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}

std::size_t ReadAt(int file, std::uint64_t offset, void* out, std::size_t size) {
  const ssize_t got = pread(file, out, size, static_cast<off_t>(offset));
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

}  // namespace

CoreFile::CoreFile(const std::string& path) {
  elf_version(EV_CURRENT);
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw Refused(path + ": " + std::strerror(errno));
  try {
    RequireCore(path);
    elf_.reset(elf_begin(file_, ELF_C_READ_MMAP, nullptr));
    ReadSegments(path);
  } catch (...) {
    elf_.reset();
    close(file_);
    throw;
  }
  std::ranges::sort(threads_, {}, &ThreadNow::tid);
}

CoreFile::~CoreFile() {
  elf_.reset();
  for (const auto& [path, file] : files_) close(file);
  close(file_);
}

void CoreFile::RequireCore(const std::string& path) const {
  Elf64_Ehdr header{};
  const std::size_t got = ReadAt(file_, 0, &header, sizeof header);
  if (got < SELFMAG || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) throw Refused(path + " is no core file");
  if (got < sizeof header) throw Refused(path + " is cut off: there is not even a header");
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
      header.e_machine != EM_X86_64) {
    throw Refused(path +
                  " is of a 32-bit program, or of another machine; snarl attach reads those of 64-bit x86-64 only");
  }
  if (header.e_type != ET_CORE) throw Refused(path + " is a program or a library, and no core file");
}

void CoreFile::ReadSegments(const std::string& path) {
  struct stat found {};
  fstat(file_, &found);
  const auto length = static_cast<std::uint64_t>(found.st_size);
  std::size_t count = 0;
  if (elf_ == nullptr || elf_getphdrnum(elf_.get(), &count) != 0) throw Refused(path + ": " + elf_errmsg(-1));
  std::uint64_t whole = 0;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header{};
    if (gelf_getphdr(elf_.get(), static_cast<int>(i), &header) == nullptr)
      throw Refused(path + " is cut off in its headers");
    if (header.p_filesz > UINT64_MAX - header.p_offset) throw Refused(path + " is damaged: a part of it ends nowhere");
    whole = std::max(whole, header.p_offset + header.p_filesz);
    if (header.p_type == PT_NOTE && header.p_offset <= length && header.p_filesz <= length - header.p_offset) {
      ReadNotes(
          elf_getdata_rawchunk(elf_.get(), static_cast<std::int64_t>(header.p_offset), header.p_filesz, ELF_T_NHDR));
    }
    if (header.p_type != PT_LOAD || header.p_offset >= length) continue;
    segments_[header.p_vaddr] = {header.p_vaddr, header.p_offset, std::min(header.p_filesz, length - header.p_offset)};
  }
  if (threads_.empty())
    throw Refused(path + (whole > length ? " is cut off: its threads are lost" : " names no thread"));
  if (whole > length) {
    notes_.push_back("the core file is cut off: " + std::to_string(length) + " of " + std::to_string(whole) +
                     " bytes are there; see ulimit -c, and the space on its disk");
  }
}

void CoreFile::ReadNotes(Elf_Data* notes) {
  if (notes == nullptr) return;
  GElf_Nhdr header{};
  std::size_t name = 0;
  std::size_t content = 0;
  const std::string_view bytes(static_cast<const char*>(notes->d_buf), notes->d_size);
  for (std::size_t at = 0; (at = gelf_getnote(notes, at, &header, &name, &content)) > 0;) {
    if (content <= bytes.size()) ReadNote(header.n_type, bytes.substr(content, header.n_descsz));
  }
}

void CoreFile::ReadNote(std::uint32_t type, std::string_view bytes) {
  if (type == NT_PRSTATUS) {
    elf_prstatus status{};
    if (Take(bytes, status)) threads_.push_back(AsThread(status));
  } else if (type == NT_PRPSINFO) {
    elf_prpsinfo info{};
    if (!Take(bytes, info)) return;
    pid_ = info.pr_pid;
    command_.assign(info.pr_psargs, strnlen(info.pr_psargs, sizeof info.pr_psargs));
    if (command_.empty()) command_.assign(info.pr_fname, strnlen(info.pr_fname, sizeof info.pr_fname));
    while (!command_.empty() && command_.back() == ' ') command_.pop_back();
  } else if (type == NT_FILE) {
    ReadMappings(bytes);
  }
}

// How many, the size of a page, three numbers each, and then the paths one behind the other.
void CoreFile::ReadMappings(std::string_view bytes) {
  std::uint64_t count = 0;
  std::uint64_t page = 0;
  constexpr std::uint64_t kNumbers = 3 * sizeof(std::uint64_t);
  if (!Take(bytes, count) || !Take(bytes, page) || count > bytes.size() / kNumbers) return;
  std::string_view paths = bytes.substr(count * kNumbers);
  for (std::uint64_t i = 0; i < count && !paths.empty(); ++i) {
    Mapping mapping;
    if (!Take(bytes, mapping.begin) || !Take(bytes, mapping.end) || !Take(bytes, mapping.offset)) return;
    mapping.offset *= page;
    const std::size_t end = std::min(paths.find('\0'), paths.size());
    mapping.path = paths.substr(0, end);
    paths.remove_prefix(std::min(end + 1, paths.size()));
    mappings_[mapping.begin] = std::move(mapping);
  }
}

std::size_t CoreFile::Read(std::uint64_t address, void* out, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    char* const next = static_cast<char*>(out) + done;
    std::size_t got = ReadSegment(address + done, next, size - done);
    if (got == 0) got = ReadFile(address + done, next, size - done);
    if (got == 0) break;
    done += got;
  }
  return done;
}

std::size_t CoreFile::ReadSegment(std::uint64_t address, void* out, std::size_t size) const {
  auto after = segments_.upper_bound(address);
  if (after == segments_.begin()) return 0;
  const Segment& segment = std::prev(after)->second;
  const std::uint64_t inside = address - segment.begin;
  if (inside >= segment.size) return 0;
  return ReadAt(file_, segment.offset + inside, out, std::min<std::uint64_t>(size, segment.size - inside));
}

std::size_t CoreFile::ReadFile(std::uint64_t address, void* out, std::size_t size) const {
  auto after = mappings_.upper_bound(address);
  if (after == mappings_.begin()) return 0;
  const Mapping& mapping = std::prev(after)->second;
  if (address >= mapping.end) return 0;
  const auto [entry, fresh] = files_.try_emplace(mapping.path, -1);
  if (fresh) entry->second = open(mapping.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const std::uint64_t wanted = std::min<std::uint64_t>(size, mapping.end - address);
  return ReadAt(entry->second, mapping.offset + (address - mapping.begin), out, wanted);
}

}  // namespace snarl::attach
