// SPDX-License-Identifier: Apache-2.0
#include "cli/obstacle.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace snarl::cli {
namespace {

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "ld-linux-x86-64.so.2", and the older names on POWER and S/390.
bool IsGlibcLoader(std::string_view name) {
  constexpr std::string_view kOthers[] = {"ld.so.1", "ld64.so.1", "ld64.so.2"};
  return name.starts_with("ld-linux") || std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers);
}

// What raises the program above its caller, by the kernel's own rule; the loader then obeys no LD_PRELOAD. Nothing does
// for a file of the caller's own, nor do capabilities for root.
std::string Raised(const FileRights& rights, const Caller& caller) {
  if (rights.ignored) return "";
  const bool sets_user = (rights.mode & S_ISUID) != 0 && rights.owner != caller.user;
  if (sets_user && !caller.no_new_privileges) return "is set-user-ID";
  const bool sets_group = (rights.mode & S_ISGID) != 0 && (rights.mode & S_IXGRP) != 0 && rights.group != caller.group;
  if (sets_group && !caller.no_new_privileges) return "is set-group-ID";
  return rights.capabilities && caller.user != 0 ? "has file capabilities" : "";
}

}  // namespace

FileRights RightsOf(const std::string& path) {
  FileRights rights;
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return rights;
  rights.mode = info.st_mode;
  rights.owner = info.st_uid;
  rights.group = info.st_gid;
  rights.capabilities = getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
  struct statvfs mount {};
  rights.ignored = statvfs(path.c_str(), &mount) == 0 && (mount.f_flag & ST_NOSUID) != 0;
  return rights;
}

Caller ThisCaller() { return {getuid(), getgid(), prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1}; }

std::string Obstacle(const Program& program, const FileRights& rights, const Caller& caller, const ElfFile& library) {
  const std::string what =
      program.image == program.path ? program.path + " " : program.path + ": its interpreter " + program.image + " ";
  if (program.elf && !SameArchitecture(*program.elf, library)) {
    return what + "is a program for " + Architecture(*program.elf) + ", and this Snarl is one for " +
           Architecture(library) + ". Use a Snarl that was built for it";
  }
  if (program.elf && program.elf->loader.empty() && !IsGlibcLoader(program.elf->soname)) {
    return what +
           "is statically linked: there is no loader that could bring the watchdog in. Link it dynamically (without "
           "-static and -static-pie), or build watched locks into it (docs/adapters.md)";
  }
  if (program.elf && !program.elf->loader.empty() && !IsGlibcLoader(FileName(program.elf->loader))) {
    return what + "is loaded by " + program.elf->loader +
           ", which is not the loader of glibc, and only glibc's threads can be watched. Build it against glibc, or "
           "build watched locks into it (docs/adapters.md)";
  }
  if (const std::string raised = Raised(rights, caller); !raised.empty()) {
    return what + raised +
           ": the loader lets nobody bring a library into such a program. Run a copy of it, which has no more rights "
           "than you (cp makes one), or run it as the user whom it would become";
  }
  return "";
}

}  // namespace snarl::cli
