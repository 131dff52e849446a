// SPDX-License-Identifier: Apache-2.0
#include "attach/calls.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace snarl::attach {
namespace {

struct Call {
  long number;
  const char* name;
  bool takes_descriptor;
};

constexpr std::array kCalls = {
    Call{SYS_accept, "accept", true},
    Call{SYS_accept4, "accept4", true},
    Call{SYS_clock_nanosleep, "clock_nanosleep", false},
    Call{SYS_connect, "connect", true},
    Call{SYS_epoll_pwait, "epoll_pwait", true},
    Call{SYS_epoll_wait, "epoll_wait", true},
    Call{SYS_fcntl, "fcntl", true},
    Call{SYS_fdatasync, "fdatasync", true},
    Call{SYS_flock, "flock", true},
    Call{SYS_fsync, "fsync", true},
    Call{SYS_futex, "futex", false},
    Call{SYS_io_getevents, "io_getevents", false},
    Call{SYS_io_uring_enter, "io_uring_enter", true},
    Call{SYS_ioctl, "ioctl", true},
    Call{SYS_msgrcv, "msgrcv", false},
    Call{SYS_nanosleep, "nanosleep", false},
    Call{SYS_pause, "pause", false},
    Call{SYS_poll, "poll", false},
    Call{SYS_ppoll, "ppoll", false},
    Call{SYS_pselect6, "pselect6", false},
    Call{SYS_read, "read", true},
    Call{SYS_readv, "readv", true},
    Call{SYS_recvfrom, "recvfrom", true},
    Call{SYS_recvmsg, "recvmsg", true},
    Call{SYS_restart_syscall, "a call taken up again", false},
    Call{SYS_rt_sigsuspend, "rt_sigsuspend", false},
    Call{SYS_rt_sigtimedwait, "rt_sigtimedwait", false},
    Call{SYS_select, "select", false},
    Call{SYS_semop, "semop", false},
    Call{SYS_semtimedop, "semtimedop", false},
    Call{SYS_sendmsg, "sendmsg", true},
    Call{SYS_sendto, "sendto", true},
    Call{SYS_wait4, "wait4", false},
    Call{SYS_waitid, "waitid", false},
    Call{SYS_write, "write", true},
    Call{SYS_writev, "writev", true},
};

const Call* FindCall(long number) {
  const auto* const found = std::ranges::find(kCalls, number, &Call::number);
  return found == kCalls.end() ? nullptr : found;
}

}  // namespace

std::string CallName(long number) {
  const Call* call = FindCall(number);
  return call != nullptr ? call->name : "system call " + std::to_string(number);
}

bool TakesDescriptor(long number) {
  const Call* call = FindCall(number);
  return call != nullptr && call->takes_descriptor;
}

std::string DescriptorName(pid_t pid, int number) {
  std::array<char, 256> target{};
  const std::string path = "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(number);
  const ssize_t length = readlink(path.c_str(), target.data(), target.size());
  std::string name(target.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  for (const char* word : {"pipe", "socket"}) {
    if (name.starts_with(std::string(word) + ":")) return word;
  }
  if (name.starts_with("anon_inode:")) return name.substr(name.find(':') + 1);
  return name;
}

}  // namespace snarl::attach
