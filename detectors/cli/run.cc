// SPDX-License-Identifier: Apache-2.0
#include "cli/run.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>

#include "cli/elf_file.h"
#include "cli/environment.h"
#include "cli/fault.h"
#include "cli/file_bytes.h"
#include "cli/obstacle.h"
#include "cli/preload_library.h"
#include "cli/program.h"
#include "cli/run_environment.h"

namespace snarl::cli {
namespace {

// What execvp() looks through where PATH is not set.
constexpr const char* kUsualFolders = "/bin:/usr/bin";
constexpr const char* kShell = "/bin/sh";

ElfFile ReadLibrary(const std::string& path) {
  const FileBytes file(path);
  ElfFile elf;
  std::string problem = file.error() != 0 ? std::strerror(file.error()) : "it is no shared library";
  if (IsElf(file.bytes())) problem = ParseElf(file.bytes(), elf);
  if (!problem.empty()) throw Fault(path + ": " + problem);
  return elf;
}

[[noreturn]] void Execute(const std::string& path, std::vector<std::string> words, std::vector<std::string> variables) {
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
  };
  execve(path.c_str(), pointers(words).data(), pointers(variables).data());
  if (errno == ENOEXEC) {  // text without "#!": the shell's, as execvp() has it
    std::vector<std::string> for_shell = {kShell, path};
    for_shell.insert(for_shell.end(), words.begin() + 1, words.end());
    execve(kShell, pointers(for_shell).data(), pointers(variables).data());
  }
  const int error = errno;
  throw Fault(path + ": " + std::strerror(error), error == ENOENT ? kNotFound : kCannotExecute);
}

}  // namespace

int Run(const RunArguments& arguments) {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  const std::string options = JoinOptions(Variable(variables, "SNARL_OPTIONS"), arguments.options);

  const char* const folders = std::getenv("PATH");
  const Program program =
      ReadProgram(FindProgram(arguments.command.front(), folders != nullptr ? folders : kUsualFolders));
  const std::string named = arguments.preload.empty() ? Variable(variables, "SNARL_PRELOAD") : arguments.preload;
  const std::string library = FindPreload(named, PreloadPlaces(ThisExecutable()));
  const std::string obstacle = Obstacle(program, RightsOf(program.image), ThisCaller(), ReadLibrary(library));
  if (!obstacle.empty()) throw Fault(obstacle);

  const std::string preload = PreloadList(Variable(variables, "LD_PRELOAD"), library);
  variables = WithVariable(std::move(variables), "SNARL_OPTIONS", options);
  variables = WithVariable(std::move(variables), "LD_PRELOAD", preload);
  // Whose process has another id is a child, and keeps its findings apart.
  variables = WithVariable(std::move(variables), "SNARL_ROOT_PID", std::to_string(getpid()));
  // From when on the deadline counts, for children too.
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto now_ns = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  variables = WithVariable(std::move(variables), "SNARL_STARTED_NS", std::to_string(now_ns));
  // What finds the names of locks in debug information, for the report.
  variables = WithVariable(std::move(variables), "SNARL_COMMAND", ThisExecutable());
  const std::string asan = AsanOptions(Variable(variables, "ASAN_OPTIONS"));
  variables = WithVariable(std::move(variables), "ASAN_OPTIONS", asan);
  Execute(program.path, arguments.command, std::move(variables));
}

}  // namespace snarl::cli
