// SPDX-License-Identifier: Apache-2.0
#include "attach/refused.h"

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "catch.h"

namespace snarl::attach {
namespace {

Denial Denied(uid_t owner, uid_t user, int ptrace_scope) {
  Denial denial;
  denial.pid = 4711;
  denial.name = "server";
  denial.error = EPERM;
  denial.owner = owner;
  denial.user = user;
  denial.ptrace_scope = ptrace_scope;
  return denial;
}

TEST_CASE("Each refusal has its cure", "[attach]") {
  const std::string start = "not permitted to read process 4711 (server): ";
  CHECK(Words(Denied(7, 8, 0)) == start + "it belongs to user 7; run as that user, or: sudo snarl attach 4711");
  CHECK(Words(Denied(7, 8, 1)) == Words(Denied(7, 8, 0)));
  CHECK(Words(Denied(7, 7, 1)) == start +
                                      "kernel.yama.ptrace_scope is 1; sudo snarl attach 4711, or: sudo sysctl "
                                      "kernel.yama.ptrace_scope=0");
  CHECK(Words(Denied(7, 7, 2)) == start +
                                      "kernel.yama.ptrace_scope is 2; sudo snarl attach 4711, or: sudo sysctl "
                                      "kernel.yama.ptrace_scope=0");
  const std::string forbidden = "kernel.yama.ptrace_scope is 3, which forbids it until the next boot; take a core file";
  CHECK(Words(Denied(7, 7, 3)) == start + forbidden);
  CHECK(Words(Denied(7, 0, 3)) == start + forbidden);
  CHECK(Words(Denied(7, 7, 0)) ==
        start + "it has privileges of its own, or forbade it (PR_SET_DUMPABLE); sudo snarl attach 4711");
  const std::string container =
      "Operation not permitted; a container needs the capability SYS_PTRACE (docker run "
      "--cap-add=SYS_PTRACE)";
  CHECK(Words(Denied(7, 0, 0)) == start + container);
  CHECK(Words(Denied(0, 0, 1)) == start + container);
  Denial ended = Denied(7, 7, 1);
  ended.error = ESRCH;
  CHECK(Words(ended) == "process 4711 ended meanwhile");
}

TEST_CASE("Who is traced already is so by somebody who is named", "[attach]") {
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  REQUIRE(child > 0);
  const bool traced = ptrace(PTRACE_SEIZE, child, nullptr, nullptr) == 0;
  const std::string said = NotPermitted(child, EPERM).what();
  kill(child, SIGKILL);
  waitpid(child, nullptr, __WALL);
  REQUIRE(traced);
  const std::string us = "process " + std::to_string(getpid()) + " (test_attach)";
  CHECK(said == "process " + std::to_string(child) + " (test_attach) is already traced by " + us +
                    "; end that first, a process has one tracer at a time");
}

TEST_CASE("Programs of other machines", "[attach]") {
  Elf64_Ehdr header{};
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_machine = EM_X86_64;
  CHECK(OtherMachine(header).empty());
  header.e_machine = EM_AARCH64;
  CHECK(OtherMachine(header) == "a program of another machine");
  header.e_ident[EI_CLASS] = ELFCLASS32;
  header.e_machine = EM_386;
  CHECK(OtherMachine(header) == "a 32-bit program");
  // x32: 64-bit registers, 32-bit addresses.
  header.e_machine = EM_X86_64;
  CHECK(OtherMachine(header) == "a 32-bit program");
}

}  // namespace
}  // namespace snarl::attach
