// SPDX-License-Identifier: Apache-2.0
//
// A core file is made up here, so that it can be cut off and bent at every byte.
#include "attach/core_file.h"

#include <elf.h>
#include <linux/futex.h>
#include <sys/procfs.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "attach/refused.h"
#include "catch.h"

namespace snarl::attach {
namespace {

constexpr std::uint64_t kData = 0x5000;

template <class T>
std::string Bytes(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

std::string Note(std::uint32_t type, std::string_view content) {
  const Elf64_Nhdr header{5, static_cast<Elf64_Word>(content.size()), type};
  std::string note = Bytes(header) + std::string("CORE\0\0\0\0", 8) + std::string(content);
  note.resize((note.size() + 3) / 4 * 4);
  return note;
}

std::string Thread(pid_t tid, std::uint64_t call, std::int64_t result) {
  user_regs_struct registers{};
  registers.orig_rax = call;
  registers.rax = static_cast<std::uint64_t>(result);
  registers.rdi = kData;
  registers.rsi = FUTEX_WAIT_PRIVATE;
  registers.rdx = 2;
  registers.rsp = 0x7000;
  registers.rip = 0x1234;
  elf_prstatus status{};
  status.pr_pid = tid;
  std::memcpy(&status.pr_reg, &registers, sizeof registers);
  return Note(NT_PRSTATUS, Bytes(status));
}

std::string Core() {
  elf_prpsinfo info{};
  info.pr_pid = 100;
  std::memcpy(info.pr_psargs, "./server --port 1 ", 18);
  // One mapping, of which the path is cut off by nothing.
  const std::array<std::uint64_t, 5> files = {1, 4096, 0x10000, 0x11000, 0};
  const std::string notes = Thread(101, SYS_futex, -512) + Thread(100, static_cast<std::uint64_t>(-1), 0) +
                            Note(NT_PRPSINFO, Bytes(info)) +
                            Note(NT_FILE, Bytes(files) + std::string("/nonexistent/program\0", 21));
  const std::string data = Bytes(std::array<std::uint32_t, 6>{2, 0, 100, 1, 0, 0});
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_CORE;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_phoff = sizeof header;
  header.e_ehsize = sizeof header;
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 2;
  Elf64_Phdr note{};
  note.p_type = PT_NOTE;
  note.p_offset = sizeof header + 2 * sizeof note;
  note.p_filesz = notes.size();
  note.p_align = 4;
  Elf64_Phdr load{};
  load.p_type = PT_LOAD;
  load.p_offset = note.p_offset + notes.size();
  load.p_vaddr = kData;
  load.p_filesz = data.size();
  load.p_memsz = 4096;
  return Bytes(header) + Bytes(note) + Bytes(load) + notes + data;
}

// A file of its own for these bytes, and its end.
class File {
 public:
  explicit File(std::string_view bytes) {
    const int file = mkstemp(path_.data());
    REQUIRE(file >= 0);
    REQUIRE(write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    close(file);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { unlink(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = "core_of_test.XXXXXX";
};

// Why it was refused; empty where it was read, and all that is in it was touched.
std::string ReadAll(std::string_view bytes) {
  const File file(bytes);
  try {
    const CoreFile core(file.path());
    for (const std::uint64_t address : {kData, kData + 23, std::uint64_t{0x10010}, ~std::uint64_t{0} - 2}) {
      (void)core.Value<std::uint64_t>(address);
    }
    return "";
  } catch (const Refused& refused) {
    REQUIRE(*refused.what() != '\0');
    return refused.what();
  }
}

}  // namespace

TEST_CASE("a core file has threads, their calls, and memory") {
  const File file(Core());
  const CoreFile core(file.path());
  CHECK(core.pid() == 100);
  CHECK(core.command() == "./server --port 1");
  CHECK(core.notes().empty());
  REQUIRE(core.threads().size() == 2);
  const ThreadNow& runs = core.threads()[0];
  CHECK(runs.tid == 100);
  CHECK(runs.call.number == SystemCall::kNone);
  CHECK_FALSE(runs.still);
  const ThreadNow& waits = core.threads()[1];
  CHECK(waits.tid == 101);
  CHECK(waits.call.number == SYS_futex);
  CHECK(waits.call.arguments[0] == kData);
  CHECK(waits.call.arguments[2] == 2);
  CHECK(waits.still);
  CHECK(waits.registers.values[Registers::kPc] == 0x1234);
  CHECK(core.Value<std::uint32_t>(kData + 8) == 100);
  CHECK_FALSE(core.Value<std::uint32_t>(kData + 24));
  CHECK_FALSE(core.Value<std::uint32_t>(kData - 4));
  CHECK_FALSE(core.Value<std::uint32_t>(0x10000));
}

TEST_CASE("a call that had come to its end is no wait") {
  std::string bytes = Core();
  const File file(bytes);
  elf_prstatus status{};
  const std::size_t at = sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr) + sizeof(Elf64_Nhdr) + 8;
  std::memcpy(&status, bytes.data() + at, sizeof status);
  user_regs_struct registers{};
  std::memcpy(&registers, &status.pr_reg, sizeof registers);
  registers.rax = 0;
  std::memcpy(&status.pr_reg, &registers, sizeof registers);
  std::memcpy(bytes.data() + at, &status, sizeof status);
  const File other(bytes);
  CHECK(CoreFile(file.path()).threads()[1].call.number == SYS_futex);
  CHECK(CoreFile(other.path()).threads()[1].call.number == SystemCall::kNone);
}

TEST_CASE("a core file that is cut off is refused, or says so") {
  const std::string whole = Core();
  CHECK(ReadAll(whole).empty());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    const std::string refused = ReadAll(cut);
    if (!refused.empty()) continue;
    const File file(cut);
    CHECK_FALSE(CoreFile(file.path()).notes().empty());
  }
}

TEST_CASE("a core file with any byte bent is read or refused, and nothing else happens") {
  const std::string whole = Core();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned bits : {0x01U, 0x80U, 0xFFU}) {
      std::string bent = whole;
      bent[at] = static_cast<char>(static_cast<unsigned char>(bent[at]) ^ bits);
      (void)ReadAll(bent);
    }
  }
}

}  // namespace snarl::attach
