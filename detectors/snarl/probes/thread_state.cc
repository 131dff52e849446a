// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/thread_state.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "snarl/probes/proc_file.h"

namespace snarl::probes {

namespace {

// Those in which threads wait long; of any other its number is said.
const char* NameOf(std::int64_t system_call) {
  switch (system_call) {
    case SYS_read:
      return "read";
    case SYS_write:
      return "write";
    case SYS_readv:
      return "readv";
    case SYS_futex:
      return "futex";
    case SYS_nanosleep:
      return "nanosleep";
    case SYS_clock_nanosleep:
      return "clock_nanosleep";
    case SYS_ppoll:
      return "ppoll";
    case SYS_pselect6:
      return "pselect";
    case SYS_epoll_pwait:
      return "epoll_pwait";
    case SYS_accept:
      return "accept";
    case SYS_accept4:
      return "accept4";
    case SYS_connect:
      return "connect";
    case SYS_recvfrom:
      return "recv";
    case SYS_recvmsg:
      return "recvmsg";
    case SYS_sendto:
      return "send";
    case SYS_wait4:
      return "waitpid";
    case SYS_waitid:
      return "waitid";
    case SYS_rt_sigtimedwait:
      return "sigwait";
    case SYS_rt_sigsuspend:
      return "sigsuspend";
    case SYS_flock:
      return "flock";
    case SYS_fcntl:
      return "fcntl";
    case SYS_fsync:
      return "fsync";
#ifdef SYS_poll
    case SYS_poll:
      return "poll";
    case SYS_select:
      return "select";
    case SYS_epoll_wait:
      return "epoll_wait";
    case SYS_pause:
      return "pause";
#endif
    default:
      return nullptr;
  }
}

std::string Where(const ThreadState& state) {
  if (state.system_call < 0) return "";
  const char* name = NameOf(state.system_call);
  if (name == nullptr) return " in system call " + std::to_string(state.system_call);
  return std::string(" in ") + name + "()";
}

}  // namespace

bool ReadThreadState(std::uint32_t os_id, ThreadState& state) {
  ProcText text;
  if (!ReadProcOfThread(os_id, "stat", text)) return false;
  // The name stands in brackets and may hold anything, brackets included.
  const char* const name_end = std::strrchr(text.data(), ')');
  if (name_end == nullptr) return false;
  unsigned long in_program = 0;
  unsigned long in_kernel = 0;
  if (std::sscanf(name_end + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &state.letter, &in_program,
                  &in_kernel) != 3) {
    return false;
  }
  const auto tick_ms = static_cast<std::int64_t>(1000 / sysconf(_SC_CLK_TCK));
  state.kernel_ms = static_cast<std::int64_t>(in_kernel) * tick_ms;
  state.busy_ms = static_cast<std::int64_t>(in_program) * tick_ms + state.kernel_ms;
  state.system_call = -1;
  // "running" where it does not sleep.
  if (ReadProcOfThread(os_id, "syscall", text)) {
    std::from_chars(text.data(), text.data() + std::strlen(text.data()), state.system_call);
  }
  return true;
}

std::string Words(const ThreadState& state) {
  std::string text;
  switch (state.letter) {
    case 'R':
      text = "runs";
      break;
    case 'S':
    case 'D':
      text = "sleeps" + Where(state);
      break;
    case 'T':
    case 't':
      text = "is stopped";
      break;
    default:
      text = "has ended";
  }
  std::array<char, 48> time;
  std::snprintf(time.data(), time.size(), ", %.2f s of processor time", static_cast<double>(state.busy_ms) / 1000);
  return text + time.data();
}

}  // namespace snarl::probes
