// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/outsiders.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "snarl/probes/dump_signal.h"
#include "snarl/probes/thread_state.h"
#include "snarl/record/thread_record.h"

namespace snarl::probes {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

bool HasStrangeThread() {
  absl::flat_hash_set<std::uint32_t> known = {static_cast<std::uint32_t>(syscall(SYS_gettid))};
  for (const record::ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() != graph::ThreadId::kNone) known.insert(record->os_id.load(std::memory_order_relaxed));
  }
  const auto all = AllThreads();
  return all.empty() || std::ranges::any_of(all, [&](std::uint32_t one) { return !known.contains(one); });
}

// Faults come to the thread that makes them, at no other time; 32 and 33 are libc's own.
bool HandlesSignals() {
  std::uint64_t harmless = std::uint64_t{1} << 31 | std::uint64_t{1} << 32;
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, DumpSignal()}) {
    if (fault != 0) harmless |= std::uint64_t{1} << (fault - 1);
  }
  const File file(std::fopen("/proc/self/status", "re"));
  if (file == nullptr) return true;
  std::array<char, 256> line;
  while (std::fgets(line.data(), line.size(), file.get()) != nullptr) {
    unsigned long long caught = 0;
    if (std::sscanf(line.data(), "SigCgt: %llx", &caught) == 1) return (caught & ~harmless) != 0;
  }
  return true;
}

bool HasChildren() {
  siginfo_t ended{};
  return waitid(P_ALL, 0, &ended, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

// What can be asked without waiting: whatever is not a plain file. The first three everybody has; there it must be meant.
bool AsksElsewhere(int descriptor) {
  struct stat what {};
  if (fstat(descriptor, &what) != 0) return false;
  const int flags = fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY) return false;
  if (descriptor <= STDERR_FILENO) return (flags & O_NONBLOCK) != 0;
  constexpr unsigned kMemoryDevices = 1;  // /dev/null, /dev/zero, /dev/random
  if (S_ISCHR(what.st_mode) && major(what.st_rdev) == kMemoryDevices) return false;
  return !S_ISREG(what.st_mode) && !S_ISDIR(what.st_mode);
}
bool HasOtherEnds() {
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return true;
  bool found = false;
  while (const dirent* entry = readdir(folder)) {
    int descriptor = 0;
    const char* const name = entry->d_name;
    if (std::from_chars(name, name + std::strlen(name), descriptor).ec != std::errc()) continue;
    found = found || (descriptor != dirfd(folder) && AsksElsewhere(descriptor));
  }
  closedir(folder);
  return found;
}

bool SharesMemory() {
  const File file(std::fopen("/proc/self/maps", "re"));
  if (file == nullptr) return true;
  std::array<char, 512> line;
  while (std::fgets(line.data(), line.size(), file.get()) != nullptr) {
    std::array<char, 5> access{};
    if (std::sscanf(line.data(), "%*x-%*x %4s", access.data()) == 1 && access[3] == 's') return true;
  }
  return false;
}

}  // namespace

bool OutsidersMayHelp() {
  return HasStrangeThread() || HandlesSignals() || HasChildren() || HasOtherEnds() || SharesMemory();
}

}  // namespace snarl::probes
