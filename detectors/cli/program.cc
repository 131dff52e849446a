// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "cli/fault.h"
#include "cli/file_bytes.h"

namespace snarl::cli {
namespace {

// Linux gives up behind the fifth interpreter that is a script itself, and looks at so much of a first line.
constexpr int kMostScripts = 5;
constexpr std::size_t kFirstLine = 256;

// 0 where the file can be executed, else why not.
int WhyNot(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return errno;
  if (S_ISDIR(info.st_mode)) return EISDIR;
  return access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

[[noreturn]] void Refuse(const std::string& what, int error) {
  const bool missing = error == ENOENT || error == ENOTDIR;
  throw Fault(what + ": " + std::strerror(error), missing ? kNotFound : kCannotExecute);
}

}  // namespace

std::string FindProgram(const std::string& command, std::string_view folders) {
  if (command.find('/') != command.npos) {
    if (const int error = WhyNot(command); error != 0) Refuse(command, error);
    return command;
  }
  std::string forbidden;
  int why = 0;
  for (bool more = !command.empty(); more;) {
    const std::size_t colon = folders.find(':');
    more = colon != folders.npos;
    const std::string folder(folders.substr(0, colon));
    folders.remove_prefix(more ? colon + 1 : folders.size());
    std::string path = (folder.empty() ? "." : folder) + "/" + command;
    const int error = WhyNot(path);
    if (error == 0) return path;
    if (error != EACCES || !forbidden.empty()) continue;
    forbidden = path;
    why = error;
  }
  if (!forbidden.empty()) Refuse(forbidden, why);
  throw Fault("\"" + command + "\" is not found in PATH", kNotFound);
}

std::string Interpreter(std::string_view bytes) {
  if (!bytes.starts_with("#!")) return "";
  std::string_view line = bytes.substr(2, kFirstLine - 2);
  line = line.substr(0, line.find('\n'));
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return std::string(line.substr(0, line.find_first_of(std::string_view(" \t\0", 3))));
}

std::string FindValgrind() {
  const char* const folders = std::getenv("PATH");
  try {
    return FindProgram("valgrind", folders != nullptr ? folders : "");
  } catch (const Fault&) {
    return "";
  }
}

Program ReadProgram(const std::string& path) {
  Program program{path, path, std::nullopt};
  for (int scripts = 0;; ++scripts) {
    const FileBytes file(program.image);
    if (IsElf(file.bytes())) {
      const std::string problem = ParseElf(file.bytes(), program.elf.emplace());
      if (!problem.empty()) throw Fault(program.image + ": " + problem, kCannotExecute);
      return program;
    }
    const std::string interpreter = Interpreter(file.bytes());
    if (interpreter.empty()) return program;
    if (scripts == kMostScripts) Refuse(path + ": scripts that interpret scripts", ELOOP);
    if (const int error = WhyNot(interpreter); error != 0) Refuse(path + ": its interpreter " + interpreter, error);
    program.image = interpreter;
  }
}

}  // namespace snarl::cli
