// SPDX-License-Identifier: Apache-2.0
#include "attach/refused.h"

#include <elf.h>
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
  if (ReadHeader(pid, header) && (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != EM_X86_64)) {
    throw Refused(ProcessName(pid) + " is " +
                  (header.e_ident[EI_CLASS] == ELFCLASS32 ? "a 32-bit program" : "of another machine") +
                  "; snarl attach reads those of 64-bit x86-64 only");
  }
  return pid;
}

Refused NotPermitted(pid_t pid, int error) {
  if (error == ESRCH) return Refused(Numbered(pid) + " ended meanwhile");
  const std::string who = ProcessName(pid);
  if (const int tracer = ToNumber(StatusOf(pid, "TracerPid")); tracer != 0) {
    return Refused(who + " is already traced by " + ProcessName(tracer) +
                   "; end that first, a process has one tracer at a time");
  }
  const std::string start = "not permitted to read " + who + ": ";
  const int owner = ToNumber(StatusOf(pid, "Uid"));
  if (geteuid() != 0 && static_cast<uid_t>(owner) != geteuid()) {
    return Refused(start + "it belongs to user " + std::to_string(owner) +
                   "; run as that user, or: sudo snarl attach " + std::to_string(pid));
  }
  int scope = 0;
  std::ifstream("/proc/sys/kernel/yama/ptrace_scope") >> scope;
  if (scope == 3)
    return Refused(start + "kernel.yama.ptrace_scope is 3, which forbids it until the next boot; take a core file");
  if (geteuid() != 0 && scope != 0) {
    return Refused(start + "kernel.yama.ptrace_scope is " + std::to_string(scope) + "; sudo snarl attach " +
                   std::to_string(pid) + ", or: sudo sysctl kernel.yama.ptrace_scope=0");
  }
  if (geteuid() != 0) {
    return Refused(start + "it has privileges of its own, or forbade it (PR_SET_DUMPABLE); sudo snarl attach " +
                   std::to_string(pid));
  }
  return Refused(start + std::strerror(error) +
                 "; a container needs the capability SYS_PTRACE (docker run --cap-add=SYS_PTRACE)");
}

}  // namespace snarl::attach
