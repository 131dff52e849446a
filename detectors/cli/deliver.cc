// SPDX-License-Identifier: Apache-2.0
#include "cli/deliver.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cli/fault.h"
#include "snarl/report/write.h"

namespace snarl::cli {
namespace {

// Empty: none.
std::string Pager() {
  for (const char* name : {"SNARL_PAGER", "PAGER"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr) return std::strcmp(value, "cat") == 0 ? "" : value;
  }
  return "less";
}

class Ignored {
 public:
  explicit Ignored(int signal) : signal_(signal), before_(std::signal(signal, SIG_IGN)) {}
  ~Ignored() { std::signal(signal_, before_); }
  Ignored(const Ignored&) = delete;
  Ignored& operator=(const Ignored&) = delete;

 private:
  int signal_;
  void (*before_)(int);
};

[[noreturn]] void BecomePager(const std::string& pager, int input) {
  dup2(input, STDIN_FILENO);
  setenv("LESS", "FRX", /*overwrite=*/0);
  setenv("LV", "-c", /*overwrite=*/0);
  execl("/bin/sh", "sh", "-c", pager.c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

// False where the pager could not be started, and nothing has been shown.
bool Page(const std::string& pager, std::string_view text) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return false;
  const pid_t child = fork();
  if (child == 0) BecomePager(pager, pipe_ends[0]);
  close(pipe_ends[0]);
  if (child < 0) {
    close(pipe_ends[1]);
    return false;
  }
  // An interrupt is the pager's, and the end of its pipe is no error.
  const Ignored no_interrupt(SIGINT);
  const Ignored no_quit(SIGQUIT);
  const Ignored no_pipe(SIGPIPE);
  (void)report::WriteAll(pipe_ends[1], text);
  close(pipe_ends[1]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return !WIFEXITED(status) || (WEXITSTATUS(status) != 127 && WEXITSTATUS(status) != 126);
}

}  // namespace

void Deliver(std::string_view text, const Delivery& delivery) {
  if (!delivery.output.empty()) {
    const std::string wrong = report::ReplaceFile(delivery.output, text);
    if (!wrong.empty()) throw Fault(wrong);
    return;
  }
  if (delivery.page && !delivery.no_pager && !text.empty() && isatty(STDOUT_FILENO) != 0) {
    std::fflush(stdout);
    const std::string pager = Pager();
    if (!pager.empty() && Page(pager, text)) return;
  }
  // main() says what went wrong where standard output is full.
  (void)std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace snarl::cli
