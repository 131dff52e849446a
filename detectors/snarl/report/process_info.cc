// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/process_info.h"

#include <fcntl.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <ctime>

namespace snarl::report {
namespace {

// read(2) and not a stream: streams bring locales, and this may run before main().
std::string CommandLine() {
  const int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return "";
  char buffer[4096];
  const ssize_t length = read(fd, buffer, sizeof buffer);
  close(fd);
  std::string text(buffer, length > 0 ? static_cast<std::size_t>(length) : 0);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  for (char& c : text) c = c == '\0' ? ' ' : c;
  return text;
}

std::string Now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char buffer[32];
  return std::string(buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts));
}

}  // namespace

ProcessInfo ThisProcess() { return {getpid(), CommandLine(), Now(), ""}; }

bool StartedByWatched() {
  const char* root = std::getenv("SNARL_ROOT_PID");
  return root != nullptr && *root != '\0' && std::to_string(getpid()) != root;
}

std::string ExpandPath(std::string_view path) {
  if (path.empty()) return "";
  std::string expanded;
  char folder[PATH_MAX];
  if (path.front() != '/' && getcwd(folder, sizeof folder) != nullptr) expanded = std::string(folder) + "/";
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path.substr(at, 2) == "%p") {
      expanded += std::to_string(getpid());
      ++at;
    } else {
      expanded += path[at];
    }
  }
  return expanded;
}

}  // namespace snarl::report
