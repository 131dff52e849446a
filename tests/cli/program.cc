// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "catch.h"
#include "cli/fault.h"
#include "cli/file_bytes.h"
#include "cli/temp_dir.h"
#include "holds.h"

namespace snarl::cli {
namespace {

class Files {
 public:
  std::string Make(const std::string& name, const std::string& text, mode_t mode = 0755) {
    const std::string path = folder_.File(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }
  [[nodiscard]] std::string operator/(const std::string& name) const { return folder_.File(name); }

 private:
  TempDir folder_;
};

// The status and the line of the Fault that `play` throws.
template <class Play>
std::string Refused(const Play& play, int status) {
  try {
    play();
  } catch (const Fault& fault) {
    CHECK(fault.status() == status);
    return fault.what();
  }
  return "it threw nothing";
}

TEST_CASE("Program: a name is looked up in PATH, a path is not", "[program]") {
  Files files;
  const std::string tool = files.Make("b/tool", "");
  files.Make("c/tool", "");
  files.Make("a/tool", "", 0644);
  std::filesystem::create_directories(files / "d/tool");
  CHECK(FindProgram("tool", files / "b" + ":" + files / "c") == tool);
  CHECK(FindProgram("tool", files / "none" + ":" + files / "d" + ":" + files / "b") == tool);
  CHECK(FindProgram(tool, "") == tool);
  CHECK(FindProgram(tool, files / "c") == tool);
  // A file that may not be executed does not hide the next one.
  CHECK(FindProgram("tool", files / "a" + ":" + files / "b") == tool);
}

TEST_CASE("Program: an empty folder in PATH is the current one", "[program]") {
  Files files;
  files.Make("here", "");
  const std::string before = std::filesystem::current_path();
  std::filesystem::current_path(files / ".");
  CHECK(FindProgram("here", "") == "./here");
  CHECK(FindProgram("here", "/none:") == "./here");
  CHECK(FindProgram("here", ":/none") == "./here");
  std::filesystem::current_path(before);
}

TEST_CASE("Program: not found is 127, found and not executable is 126", "[program]") {
  Files files;
  const std::string plain = files.Make("a/plain", "", 0644);
  const std::string folder = files / "a";
  CHECK(Refused([&] { return FindProgram("none", folder); }, 127) == "\"none\" is not found in PATH");
  CHECK(Refused([&] { return FindProgram("", folder); }, 127) == "\"\" is not found in PATH");
  CHECK(Refused([&] { return FindProgram(folder + "/none", ""); }, 127) == folder + "/none: No such file or directory");
  CHECK(Refused([&] { return FindProgram(plain + "/none", ""); }, 127) == plain + "/none: Not a directory");
  CHECK(Refused([&] { return FindProgram("plain", folder); }, 126) == plain + ": Permission denied");
  CHECK(Refused([&] { return FindProgram(plain, ""); }, 126) == plain + ": Permission denied");
  CHECK(Refused([&] { return FindProgram(folder, ""); }, 126) == folder + ": Is a directory");
}

TEST_CASE("Program: the interpreter of a script is what the kernel takes for it", "[program]") {
  CHECK(Interpreter("#!/bin/sh\necho") == "/bin/sh");
  CHECK(Interpreter("#! \t/usr/bin/env python3 -x\n") == "/usr/bin/env");
  CHECK(Interpreter("#!/bin/sh") == "/bin/sh");
  CHECK(Interpreter("#!/bin/sh\r\n") == "/bin/sh\r");
  CHECK(Interpreter(std::string("#!/bin/sh\0x", 11)) == "/bin/sh");
  CHECK(Interpreter("#!" + std::string(300, ' ') + "/bin/sh").empty());
  CHECK(Interpreter("#!\n/bin/sh").empty());
  CHECK(Interpreter("# !/bin/sh").empty());
  CHECK(Interpreter("").empty());
}

TEST_CASE("Program: a script is its interpreter, through scripts that interpret scripts", "[program]") {
  Files files;
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::string script = files.Make("s1", "#!" + self + " -x\n");
  Program program = ReadProgram(script);
  CHECK(program.path == script);
  CHECK(program.image == self);
  REQUIRE(program.elf);
  CHECK(Holds(program.elf->loader, "/ld-linux"));

  for (int depth = 2; depth <= 5; ++depth) script = files.Make("s" + std::to_string(depth), "#!" + script + "\n");
  CHECK(ReadProgram(script).image == self);
  const std::string deeper = files.Make("s6", "#!" + script + "\n");
  CHECK(Refused([&] { return ReadProgram(deeper); }, 126) ==
        deeper + ": scripts that interpret scripts: Too many levels of symbolic links");
  const std::string ring = files.Make("ring", "#!" + files / "ring" + "\n");
  CHECK(Holds(Refused([&] { return ReadProgram(ring); }, 126), ring));
}

TEST_CASE("Program: a script whose interpreter is missing or may not be executed", "[program]") {
  Files files;
  const std::string plain = files.Make("plain", "", 0644);
  const std::string gone = files.Make("gone", "#!/none/sh\n");
  const std::string barred = files.Make("barred", "#!" + plain + "\n");
  CHECK(Refused([&] { return ReadProgram(gone); }, 127) ==
        gone + ": its interpreter /none/sh: No such file or directory");
  CHECK(Refused([&] { return ReadProgram(barred); }, 126) ==
        barred + ": its interpreter " + plain + ": Permission denied");
}

TEST_CASE("Program: what is neither is left to execve", "[program]") {
  Files files;
  for (const char* text : {"", "echo hello\n", "#!\n", "MZ\x90"}) {
    const std::string path = files.Make("other", text);
    const Program program = ReadProgram(path);
    CHECK(program.image == path);
    CHECK_FALSE(program.elf);
  }
  const std::string broken = files.Make("broken",
                                        "\x7f"
                                        "ELF\x02\x01\x01");
  CHECK(Refused([&] { return ReadProgram(broken); }, 126) == broken + ": it is a truncated ELF file");
}

TEST_CASE("Program: bytes of a file, or why there are none", "[program]") {
  Files files;
  CHECK(FileBytes(files.Make("a", "text")).bytes() == "text");
  CHECK(FileBytes(files.Make("empty", "")).bytes().empty());
  CHECK(FileBytes(files / "empty").error() == 0);
  CHECK(FileBytes(files / "none").error() == ENOENT);
  CHECK(FileBytes(files / ".").error() == EISDIR);
  CHECK(FileBytes("/dev/null").error() == EINVAL);
}

}  // namespace
}  // namespace snarl::cli
