// SPDX-License-Identifier: Apache-2.0
//
// Why a process or a core file cannot be read, in one line with the cure, where there is one.
#pragma once

#include <elf.h>
#include <sys/types.h>

#include <stdexcept>
#include <string>

namespace snarl::attach {

class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws Refused where `pid` is no process that can be read: none, ended, the kernel's own, of another machine, this one.
// A thread's id stands for its process, whose id is the result.
[[nodiscard]] pid_t RequireProcess(pid_t pid);

// For a process that the kernel does not let us read, with the `error` it gave.
[[nodiscard]] Refused NotPermitted(pid_t pid, int error);

// The same from what is known of the process and of us.
struct Denial {
  pid_t pid = 0;
  std::string name;
  int error = 0;
  std::string tracer;  // who traces it already, as "process 4711 (gdb)"; empty: nobody
  uid_t owner = 0;
  uid_t user = 0;        // we
  int ptrace_scope = 0;  // kernel.yama.ptrace_scope; 0 also where there is none
};
[[nodiscard]] std::string Words(const Denial& denial);

// What kind of program cannot be read, "a 32-bit program"; empty for one that can.
[[nodiscard]] std::string OtherMachine(const Elf64_Ehdr& header);

}  // namespace snarl::attach
