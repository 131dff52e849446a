// SPDX-License-Identifier: Apache-2.0
#include "attach/refused.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "attach/tasks.h"

namespace snarl::attach {
namespace {

std::string Numbered(pid_t pid) { return "process " + std::to_string(pid); }

std::string ProcessName(pid_t pid) { return Numbered(pid) + " (" + StatusOf(pid, "Name") + ")"; }

int ToNumber(const std::string& text) { return text.empty() ? 0 : std::atoi(text.c_str()); }

// What the executable says of itself; false where it cannot be read.
bool ReadHeader(pid_t pid, Elf64_Ehdr& header) {
  const std::string path = "/proc/" + std::to_string(pid) + "/exe";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool whole = read(file, &header, sizeof header) == static_cast<ssize_t>(sizeof header);
  close(file);
  return whole;
}

}  // namespace

pid_t RequireProcess(pid_t pid) {
  const std::string folder = "/proc/" + std::to_string(pid);
  struct stat found {};
  if (pid <= 0 || stat(folder.c_str(), &found) != 0) {
    throw Refused("there is no process " + std::to_string(pid) +
                  (pid > 0 ? "; \"pgrep -a NAME\" finds one by name" : ""));
  }
  if (const int group = ToNumber(StatusOf(pid, "Tgid")); group > 0) pid = group;
  if (pid == getpid()) throw Refused(Numbered(pid) + " is this very command, which cannot look at itself");
  const std::string state = StatusOf(pid, "State");
  // The other threads of a process go on where the first one has ended.
  if (state.starts_with('Z') && ToNumber(StatusOf(pid, "Threads")) <= 1) {
    throw Refused(ProcessName(pid) + " has ended, and waits for process " + StatusOf(pid, "PPid") +
                  ", its parent, to take note of it (a zombie)");
  }
  std::array<char, 8> link{};
  if (readlink((folder + "/exe").c_str(), link.data(), link.size()) < 0 && errno == ENOENT && !state.starts_with('Z')) {
    throw Refused(ProcessName(pid) + " is a thread of the kernel: it has no locks that a program could see");
  }
  Elf64_Ehdr header{};
  const std::string other = ReadHeader(pid, header) ? OtherMachine(header) : "";
  if (!other.empty()) {
    throw Refused(ProcessName(pid) + " is " + other + "; snarl attach reads those of 64-bit x86-64 only");
  }
  return pid;
}

std::string OtherMachine(const Elf64_Ehdr& header) {
  if (header.e_ident[EI_CLASS] == ELFCLASS32) return "a 32-bit program";
  return header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == EM_X86_64 ? "" : "a program of another machine";
}

Refused NotPermitted(pid_t pid, int error) {
  Denial denial;
  denial.pid = pid;
  denial.name = StatusOf(pid, "Name");
  denial.error = error;
  if (const int tracer = ToNumber(StatusOf(pid, "TracerPid")); tracer != 0) denial.tracer = ProcessName(tracer);
  denial.owner = static_cast<uid_t>(ToNumber(StatusOf(pid, "Uid")));
  denial.user = geteuid();
  std::ifstream("/proc/sys/kernel/yama/ptrace_scope") >> denial.ptrace_scope;
  return Refused(Words(denial));
}

std::string Words(const Denial& denial) {
  const std::string pid = std::to_string(denial.pid);
  const std::string scope = std::to_string(denial.ptrace_scope);
  if (denial.error == ESRCH) return Numbered(denial.pid) + " ended meanwhile";
  const std::string who = Numbered(denial.pid) + " (" + denial.name + ")";
  if (!denial.tracer.empty()) {
    return who + " is already traced by " + denial.tracer + "; end that first, a process has one tracer at a time";
  }
  const std::string start = "not permitted to read " + who + ": ";
  if (denial.user != 0 && denial.owner != denial.user) {
    return start + "it belongs to user " + std::to_string(denial.owner) + "; run as that user, or: sudo snarl attach " +
           pid;
  }
  if (denial.ptrace_scope == 3) {
    return start + "kernel.yama.ptrace_scope is 3, which forbids it until the next boot; take a core file";
  }
  if (denial.user != 0 && denial.ptrace_scope != 0) {
    return start + "kernel.yama.ptrace_scope is " + scope + "; sudo snarl attach " + pid +
           ", or: sudo sysctl kernel.yama.ptrace_scope=0";
  }
  if (denial.user != 0) {
    return start + "it has privileges of its own, or forbade it (PR_SET_DUMPABLE); sudo snarl attach " + pid;
  }
  return start + std::strerror(denial.error) +
         "; a container needs the capability SYS_PTRACE (docker run --cap-add=SYS_PTRACE)";
}

}  // namespace snarl::attach
