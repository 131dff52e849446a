// SPDX-License-Identifier: Apache-2.0
#include "cli/obstacle.h"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "catch.h"
#include "holds.h"

namespace snarl::cli {
namespace {

constexpr uid_t kMe = 1000;
constexpr uid_t kRoot = 0;

ElfFile Library() { return {64, false, EM_X86_64, "", "libsnarl_preload.so"}; }

Program Dynamic() { return {"./app", "./app", ElfFile{64, false, EM_X86_64, "/lib64/ld-linux-x86-64.so.2", ""}}; }

std::string Said(const Program& program, const FileRights& rights = {0755, kMe, kMe, false, false},
                 const Caller& caller = {kMe, kMe, false}) {
  return Obstacle(program, rights, caller, Library());
}

TEST_CASE("Obstacle: none for a program of glibc's loader, whichever it is called", "[obstacle]") {
  Program program = Dynamic();
  CHECK(Said(program).empty());
  for (const char* loader : {"/lib/ld-linux-aarch64.so.1", "/lib64/ld64.so.2", "/opt/glibc/ld-linux-x86-64.so.2"}) {
    program.elf->loader = loader;
    CHECK(Said(program).empty());
  }
  // The loader itself, called by hand: it has no loader and is not static.
  program.elf->loader.clear();
  program.elf->soname = "ld-linux-x86-64.so.2";
  CHECK(Said(program).empty());
  // What may not be read, or is no ELF file, is execve's to judge.
  program.elf.reset();
  CHECK(Said(program).empty());
}

TEST_CASE("Obstacle: a static program, with a cure", "[obstacle]") {
  Program program = Dynamic();
  program.elf->loader.clear();
  CHECK(Said(program).starts_with("./app is statically linked: "));
  CHECK(Holds(Said(program), "without -static"));
  program.path = "./run.sh";
  program.image = "/opt/sh";
  CHECK(Said(program).starts_with("./run.sh: its interpreter /opt/sh is statically linked: "));
}

TEST_CASE("Obstacle: another loader, and another machine", "[obstacle]") {
  Program program = Dynamic();
  program.elf->loader = "/lib/ld-musl-x86_64.so.1";
  CHECK(Said(program).starts_with("./app is loaded by /lib/ld-musl-x86_64.so.1, which is not the loader of glibc"));
  program.elf->bits = 32;
  program.elf->machine = EM_386;
  CHECK(Said(program).starts_with("./app is a program for 32-bit x86, and this Snarl is one for 64-bit x86-64. "));
}

TEST_CASE("Obstacle: rights that are more than the caller's", "[obstacle]") {
  const Program program = Dynamic();
  const Caller me{kMe, kMe, false};
  CHECK(Said(program, {04755, kRoot, kRoot, false, false}, me).starts_with("./app is set-user-ID: "));
  CHECK(Said(program, {02755, kMe, kRoot, false, false}, me).starts_with("./app is set-group-ID: "));
  CHECK(Said(program, {0755, kMe, kMe, true, false}, me).starts_with("./app has file capabilities: "));
  CHECK(Said(program, {0755, kMe, kMe, true, false}, {kMe, kMe, true}).starts_with("./app has file capabilities: "));
  CHECK(Said(program, {04755, kMe, kMe, false, false}, {kRoot, kRoot, false}).starts_with("./app is set-user-ID: "));
}

TEST_CASE("Obstacle: rights that raise nobody", "[obstacle]") {
  const Program program = Dynamic();
  const Caller me{kMe, kMe, false};
  CHECK(Said(program, {06755, kMe, kMe, false, false}, me).empty());
  CHECK(Said(program, {02745, kMe, kRoot, false, false}, me).empty());  // without S_IXGRP it means something else
  CHECK(Said(program, {06755, kRoot, kRoot, true, true}, me).empty());  // nosuid
  CHECK(Said(program, {06755, kRoot, kRoot, false, false}, {kMe, kMe, true}).empty());
  CHECK(Said(program, {04755, kRoot, kRoot, true, false}, {kRoot, kRoot, false}).empty());
}

TEST_CASE("Obstacle: what the system says of a file and of us", "[obstacle]") {
  const FileRights rights = RightsOf("/proc/self/exe");
  CHECK((rights.mode & S_IXUSR) != 0);
  CHECK_FALSE(rights.capabilities);
  CHECK(RightsOf("/none").mode == 0);
  CHECK(ThisCaller().user == getuid());
  CHECK(ThisCaller().group == getgid());
}

}  // namespace
}  // namespace snarl::cli
