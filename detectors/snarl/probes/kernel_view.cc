// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/kernel_view.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "snarl/probes/dump_signal.h"
#include "snarl/probes/proc_file.h"

namespace snarl::probes {

namespace {

constexpr int kFutexLockPi2 = 13;  // which older headers lack

// The system call that the thread sleeps in: its number and six arguments.
struct Call {
  long number = -1;
  std::array<unsigned long, 6> arguments = {};
};

// False where it is not in one: it runs, or is about to.
bool ReadCall(std::uint32_t os_id, Call& call) {
  ProcText text;
  if (!ReadProcOfThread(os_id, "syscall", text)) return false;
  auto& a = call.arguments;
  return std::sscanf(text.data(), "%ld %lx %lx %lx %lx %lx %lx", &call.number, &a[0], &a[1], &a[2], &a[3], &a[4],
                     &a[5]) == 7;
}

bool HasEnded(std::uint32_t os_id) {
  ProcText text;
  if (!ReadProcOfThread(os_id, "stat", text)) return true;
  const char* state = std::strrchr(text.data(), ')');
  return state == nullptr || state[1] == '\0' || state[2] == 'Z' || state[2] == 'X';
}

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
  ProcText text;
  unsigned long long runs = 0;
  if (ReadProcOfThread(os_id, "schedstat", text)) std::sscanf(text.data(), "%*u %*u %llu", &runs);
  sleep.runs = runs;
  return true;
}

bool ListThreads(std::vector<std::uint32_t>& os_ids) {
  const auto self = static_cast<std::uint32_t>(syscall(SYS_gettid));
  return !AnyNumber("/proc/self/task", true, [&](std::uint32_t os_id, int) {
    if (os_id != self && !HasEnded(os_id)) os_ids.push_back(os_id);
    return false;
  });
}

// By "thread-self", here and below, not "self": a main thread that has ended has no memory any more.
bool IsSharedMemory(std::uintptr_t address) {
  bool is_private = false;
  const bool found = AnyLine("/proc/thread-self/maps", false, [&](const char* line) {
    unsigned long low = 0;
    unsigned long high = 0;
    std::array<char, 5> rights = {};
    if (std::sscanf(line, "%lx-%lx %4s", &low, &high, rights.data()) != 3) return false;
    is_private = rights[3] == 'p';
    return low <= address && address < high;
  });
  return !found || !is_private;
}

bool HasSharedMemory() {
  return AnyLine("/proc/thread-self/maps", true, [](const char* line) {
    std::array<char, 5> rights = {};
    return std::sscanf(line, "%*x-%*x %4s", rights.data()) == 1 && rights[3] == 's';
  });
}

bool HandlesSignals() {
  std::uint64_t caught = 0;
  const bool found = AnyLine("/proc/thread-self/status", false, [&](const char* line) {
    if (std::strncmp(line, "SigCgt:", 7) != 0) return false;
    caught = std::strtoull(line + 7, nullptr, 16);
    return true;
  });
  if (!found) return true;
  // What a thread brings upon itself comes to nobody who waits; 32 and 33 are libc's own, and one may be ours.
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, 32, 33, DumpSignal()}) {
    if (signal != 0) caught &= ~(std::uint64_t{1} << (signal - 1));
  }
  return caught != 0;
}

}  // namespace snarl::probes
