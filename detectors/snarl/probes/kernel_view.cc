// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/kernel_view.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace snarl::probes {

namespace {

constexpr int kFutexLockPi2 = 13;  // which older headers lack

using Text = std::array<char, 4096>;

// By open(2) and read(2): streams take memory of the host's.
bool Read(const char* path, Text& text) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const ssize_t length = read(file, text.data(), text.size() - 1);
  close(file);
  if (length <= 0) return false;
  text[static_cast<std::size_t>(length)] = '\0';
  return true;
}

bool ReadOfThread(std::uint32_t os_id, const char* what, Text& text) {
  std::array<char, 64> path;
  std::snprintf(path.data(), path.size(), "/proc/self/task/%u/%s", os_id, what);
  return Read(path.data(), text);
}

// The system call that the thread sleeps in: its number and six arguments.
struct Call {
  long number = -1;
  std::array<unsigned long, 6> arguments = {};
};

// False where it is not in one: it runs, or is about to.
bool ReadCall(std::uint32_t os_id, Call& call) {
  Text text;
  if (!ReadOfThread(os_id, "syscall", text)) return false;
  auto& a = call.arguments;
  return std::sscanf(text.data(), "%ld %lx %lx %lx %lx %lx %lx", &call.number, &a[0], &a[1], &a[2], &a[3], &a[4],
                     &a[5]) == 7;
}

bool HasEnded(std::uint32_t os_id) {
  Text text;
  if (!ReadOfThread(os_id, "stat", text)) return true;
  const char* state = std::strrchr(text.data(), ')');
  return state == nullptr || state[1] == '\0' || state[2] == 'Z' || state[2] == 'X';
}

struct Directory {
  explicit Directory(const char* path) : fd(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  ~Directory() {
    if (fd >= 0) close(fd);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  int fd;
};

}  // namespace

bool SleepsAtFutex(std::uint32_t os_id, FutexSleep& sleep) {
  Call call;
  if (!ReadCall(os_id, call) || call.number != SYS_futex) return false;
  sleep.futex = call.arguments[0];
  const int operation = static_cast<int>(call.arguments[1]);
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_LOCK_PI:
    case kFutexLockPi2:
      break;
    default:
      return false;
  }
  sleep.limited = call.arguments[3] != 0;
  sleep.shared = (operation & FUTEX_PRIVATE_FLAG) == 0;
  Text text;
  unsigned long long runs = 0;
  if (ReadOfThread(os_id, "schedstat", text)) std::sscanf(text.data(), "%*u %*u %llu", &runs);
  sleep.runs = runs;
  return true;
}

bool ListThreads(std::vector<std::uint32_t>& os_ids) {
  const Directory tasks("/proc/self/task");
  if (tasks.fd < 0) return false;
  const auto self = static_cast<std::uint32_t>(syscall(SYS_gettid));
  alignas(dirent64) Text block;
  for (;;) {
    const long length = syscall(SYS_getdents64, tasks.fd, block.data(), block.size());
    if (length < 0) return false;
    if (length == 0) return true;
    for (long at = 0; at < length;) {
      const auto* entry = reinterpret_cast<const dirent64*>(block.data() + at);
      at += entry->d_reclen;
      const auto os_id = static_cast<std::uint32_t>(std::strtoul(entry->d_name, nullptr, 10));
      if (os_id != 0 && os_id != self && !HasEnded(os_id)) os_ids.push_back(os_id);
    }
  }
}

bool IsSharedMemory(std::uintptr_t address) {
  // Not of "self": a main thread that has ended has no memory any more.
  const int file = open("/proc/thread-self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  Text text;
  std::size_t kept = 0;
  bool shared = true;
  for (;;) {
    const ssize_t length = read(file, text.data() + kept, text.size() - kept - 1);
    if (length <= 0) break;
    kept += static_cast<std::size_t>(length);
    text[kept] = '\0';
    char* line = text.data();
    for (char* end = std::strchr(line, '\n'); end != nullptr; line = end + 1, end = std::strchr(line, '\n')) {
      unsigned long low = 0;
      unsigned long high = 0;
      std::array<char, 5> rights = {};
      if (std::sscanf(line, "%lx-%lx %4s", &low, &high, rights.data()) != 3 || address < low || address >= high)
        continue;
      shared = rights[3] != 'p';
    }
    kept -= static_cast<std::size_t>(line - text.data());
    std::memmove(text.data(), line, kept);
    if (kept + 1 >= text.size()) kept = 0;  // no path is as long
  }
  close(file);
  return shared;
}

bool HandlesSignals() {
  Text text;
  if (!Read("/proc/thread-self/status", text)) return true;
  const char* caught = std::strstr(text.data(), "SigCgt:");
  if (caught == nullptr) return true;
  std::uint64_t mask = std::strtoull(caught + 7, nullptr, 16);
  // What a thread brings upon itself comes to nobody who waits; 32 and 33 are libc's own, and a quit asks for a report.
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGQUIT, 32, 33}) {
    mask &= ~(std::uint64_t{1} << (signal - 1));
  }
  return mask != 0;
}

}  // namespace snarl::probes
