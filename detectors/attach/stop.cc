// SPDX-License-Identifier: Apache-2.0
#include "attach/stop.h"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

#include "attach/refused.h"

namespace snarl::attach {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAtATime = 64;
constexpr std::size_t kStackBytes = 16384;
constexpr std::chrono::milliseconds kPatience(500);

// signal(7), "Interruption of system calls and library functions by stop signals", and those that give EINTR where a socket has
// a time limit, which nobody can see from outside.
constexpr long kCutShort[] = {
    SYS_epoll_wait,   SYS_epoll_pwait,   SYS_rt_sigtimedwait, SYS_semop,    SYS_semtimedop, SYS_msgrcv,   SYS_msgsnd,
    SYS_io_getevents, SYS_io_pgetevents, SYS_io_uring_enter,  SYS_recvfrom, SYS_recvmsg,    SYS_recvmmsg, SYS_sendto,
    SYS_sendmsg,      SYS_sendmmsg,      SYS_accept,          SYS_accept4,  SYS_connect,    441L /* epoll_pwait2 */};
constexpr long kOfFiles[] = {SYS_read, SYS_write, SYS_readv, SYS_writev};

bool IsSocketOrWatch(pid_t pid, std::uint64_t descriptor) {
  std::array<char, 64> target{};
  const std::string path = "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(static_cast<int>(descriptor));
  const ssize_t length = readlink(path.c_str(), target.data(), target.size());
  const std::string_view name(target.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  return name.starts_with("socket:") || name == "anon_inode:inotify";
}

bool IsSpared(pid_t pid, const ThreadNow& thread) {
  if (thread.state == 'D' || thread.state == 'Z' || thread.state == 'X') return true;
  const long call = thread.call.number;
  if (std::ranges::find(kCutShort, call) != std::end(kCutShort)) return true;
  return std::ranges::find(kOfFiles, call) != std::end(kOfFiles) && IsSocketOrWatch(pid, thread.call.arguments[0]);
}

void TakeRegisters(const user_regs_struct& from, Registers& registers) {
  registers.values = {from.rax, from.rdx, from.rcx, from.rbx, from.rsi, from.rdi, from.rbp, from.rsp, from.r8,
                      from.r9,  from.r10, from.r11, from.r12, from.r13, from.r14, from.r15, from.rip};
  registers.whole = true;
}

void CopyStack(ThreadNow& thread, const Memory& memory) {
  thread.stack.resize(kStackBytes);
  thread.stack.resize(memory.Read(thread.registers.values[Registers::kSp], thread.stack.data(), kStackBytes));
}

void TakeFromProc(ThreadNow& thread, const Memory& memory) {
  if (thread.call.sp == 0) return;
  thread.registers.values[Registers::kSp] = thread.call.sp;
  thread.registers.values[Registers::kPc] = thread.call.pc;
  CopyStack(thread, memory);
}

// A few threads, stopped together so that the stops overlap.
class Batch {
 public:
  Batch(const Memory& memory, StopReport& report) : memory_(memory), report_(report) {}

  void Read(std::span<ThreadNow*> threads) {
    begin_ = Clock::now();
    for (ThreadNow* thread : threads) Interrupt(*thread);
    const Clock::time_point until = begin_ + kPatience;
    while (!waiting_.empty()) {
      const std::size_t before = waiting_.size();
      std::erase_if(waiting_, [&](ThreadNow* thread) { return HasStopped(*thread); });
      if (waiting_.empty() || Clock::now() > until) break;
      if (waiting_.size() == before) {
        const timespec moment{0, 20'000};
        nanosleep(&moment, nullptr);
      }
    }
    report_.unstopped += waiting_.size();
    waiting_.clear();
  }

 private:
  void Interrupt(ThreadNow& thread) {
    if (ptrace(PTRACE_SEIZE, thread.tid, nullptr, nullptr) != 0) {
      if (errno == ESRCH) return;  // it ended
      throw NotPermitted(thread.tid, errno);
    }
    if (ptrace(PTRACE_INTERRUPT, thread.tid, nullptr, nullptr) == 0) waiting_.push_back(&thread);
  }

  // Whether there is nothing to wait for any more.
  bool HasStopped(ThreadNow& thread) {
    int status = 0;
    const pid_t got = waitpid(thread.tid, &status, __WALL | WNOHANG);
    if (got == 0) return false;
    if (got < 0 || !WIFSTOPPED(status)) return true;
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, thread.tid, nullptr, &registers) == 0) {
      TakeRegisters(registers, thread.registers);
      thread.was_stopped = true;
      CopyStack(thread, memory_);
    }
    // A signal that came just now is the program's, and goes to it.
    const bool own_stop = status >> 16 == PTRACE_EVENT_STOP;
    const long signal = own_stop ? 0 : WSTOPSIG(status);
    ptrace(PTRACE_DETACH, thread.tid, nullptr, signal);
    ++report_.stopped;
    report_.longest =
        std::max(report_.longest, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin_));
    return true;
  }

  const Memory& memory_;
  StopReport& report_;
  Clock::time_point begin_;
  std::vector<ThreadNow*> waiting_;
};

}  // namespace

void ReadAsleep(std::vector<ThreadNow>& threads, const Memory& memory) {
  for (ThreadNow& thread : threads) {
    if (thread.still && thread.state == 'S') TakeFromProc(thread, memory);
  }
}

StopReport StopAndRead(pid_t pid, std::vector<ThreadNow>& threads, const Memory& memory) {
  StopReport report;
  std::vector<ThreadNow*> stopped;
  for (ThreadNow& thread : threads) {
    if (thread.is_unwound) {
      ++report.unneeded;
    } else if (!IsSpared(pid, thread)) {
      stopped.push_back(&thread);
    } else {
      ++report.spared;
      TakeFromProc(thread, memory);
    }
  }
  for (std::size_t begin = 0; begin < stopped.size(); begin += kAtATime) {
    const std::size_t count = std::min(kAtATime, stopped.size() - begin);
    Batch(memory, report).Read(std::span(stopped).subspan(begin, count));
  }
  return report;
}

}  // namespace snarl::attach
