// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/name_helper.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string_view>

namespace snarl::report {
namespace {

constinit std::array<char, PATH_MAX> command = {};
constinit std::atomic<bool> failed{false};

// What the kernel takes in one write and keeps.
constexpr std::size_t kMostRequest = std::size_t{60} * 1024;
constexpr std::size_t kMostAnswer = std::size_t{16} * 1024;
constexpr unsigned kLastDescriptor = ~0U;

// Where there is no memory there are still these. One call at a time, so they are enough.
alignas(64) constinit std::array<char, std::size_t{32}* 1024> keeper_stack = {};
alignas(64) constinit std::array<char, std::size_t{16}* 1024> helper_stack = {};

struct Job {
  const char* request;
  std::size_t request_size;
  std::size_t lines;
  std::array<char, kMostAnswer> answer;
  std::size_t answer_size;
  bool whole;
  int in;   // the helper's standard input
  int out;  // and output
};

std::int64_t NowMs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

// What the kernel says of the calling thread's filters of system calls. One that the program has put on may kill whoever starts a
// process; only what was there from the beginning, as in a container, is known to let that pass.
using Filters = std::array<char, 64>;
constinit Filters filters_at_start = {};

Filters FiltersNow() noexcept {
  Filters filters = {"unknown"};
  const int fd = open("/proc/thread-self/status", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return filters;
  std::array<char, 4096> buffer = {};
  const ssize_t length = read(fd, buffer.data(), buffer.size());
  close(fd);
  std::string_view text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::size_t begin = text.find("\nSeccomp:");
  filters = {};
  if (begin == std::string_view::npos) return filters;
  text = text.substr(begin + 1, filters.size());
  // One line or, since Linux 5.9, two.
  const std::size_t second = text.find("\nSeccomp_filters:");
  const std::size_t end = text.find('\n', second == std::string_view::npos ? 0 : second + 1);
  std::copy_n(text.begin(), std::min(end, text.size()), filters.begin());
  return filters;
}

void BecomeHelper(const Job& job) noexcept {
  syscall(SYS_dup3, job.in, STDIN_FILENO, 0);
  syscall(SYS_dup3, job.out, STDOUT_FILENO, 0);
  syscall(SYS_close_range, 3U, kLastDescriptor, 0U);  // standard error is nothing already
  syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
  std::array<char, 6> verb = {'n', 'a', 'm', 'e', 's', '\0'};
  const std::array<char*, 3> words = {command.data(), verb.data(), nullptr};
  const std::array<char*, 1> variables = {nullptr};
  syscall(SYS_execve, command.data(), words.data(), variables.data());
}

int StartHelper(void* job) noexcept {
  BecomeHelper(*static_cast<const Job*>(job));
  return 127;
}

bool HasLines(const Job& job) noexcept {
  const auto* end = job.answer.begin() + job.answer_size;
  return static_cast<std::size_t>(std::count(job.answer.begin(), end, '\n')) >= job.lines;
}

void ReadAnswer(Job& job, int from) noexcept {
  const std::int64_t until = NowMs() + kHelperLimitMs;
  while (!HasLines(job) && job.answer_size < job.answer.size()) {
    const std::int64_t left = until - NowMs();
    pollfd one{from, POLLIN, 0};
    const timespec limit{left / 1000, left % 1000 * 1'000'000};
    if (left <= 0 || syscall(SYS_ppoll, &one, 1, &limit, nullptr, 0) <= 0) return;
    const long length =
        syscall(SYS_read, from, job.answer.data() + job.answer_size, job.answer.size() - job.answer_size);
    if (length <= 0) return;
    job.answer_size += static_cast<std::size_t>(length);
  }
  job.whole = HasLines(job);
}

// Runs in the caller's memory, while the caller stands still, as a process that is nobody's business: whose end makes no signal,
// and which takes the helper's end upon itself. Its descriptors are a copy. Where it returns, the bare call ends it.
//
// All by bare calls: what stands in front of libc's functions, a sanitizer say, would take these descriptors for the program's.
int Keep(void* argument) noexcept {
  Job& job = *static_cast<Job*>(argument);
  syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
  std::array<int, 2> in = {};
  std::array<int, 2> out = {};
  if (syscall(SYS_close_range, 0U, kLastDescriptor, 0U) != 0) return 1;
  // The pipes come above the standard descriptors, in whose place the helper has its ends.
  for (int i = 0; i < 3; ++i) {
    if (syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR, 0) != i) return 1;
  }
  if (syscall(SYS_pipe2, in.data(), 0) != 0 || syscall(SYS_pipe2, out.data(), 0) != 0) return 1;
  if (syscall(SYS_write, in[1], job.request, job.request_size) != static_cast<long>(job.request_size)) return 1;
  syscall(SYS_close, in[1]);
  job.in = in[0];
  job.out = out[1];
  const int helper =
      clone(&StartHelper, helper_stack.data() + helper_stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &job);
  syscall(SYS_close, out[1]);
  if (helper > 0) {
    ReadAnswer(job, out[0]);
    syscall(SYS_kill, helper, SIGKILL);
    while (syscall(SYS_wait4, helper, nullptr, 0, nullptr) < 0 && errno == EINTR) {
    }
  }
  return 0;
}

}  // namespace

bool FindNameHelper() noexcept {
  const char* path = std::getenv("SNARL_COMMAND");
  if (path == nullptr || path[0] != '/' || std::strlen(path) >= command.size()) return false;
  std::strcpy(command.data(), path);
  filters_at_start = FiltersNow();
  return true;
}

std::string AskNameHelper(const std::string& request, std::size_t lines) {
  if (command[0] == '\0' || failed.load(std::memory_order_relaxed) || request.size() > kMostRequest) return "";
  if (FiltersNow() != filters_at_start) return "";
  static Job job;  // large for a stack; one call at a time
  job.request = request.data();
  job.request_size = request.size();
  job.lines = lines;
  job.answer_size = 0;
  job.whole = false;
  // By the bare call: libc keeps two signals out of its own.
  std::uint64_t all = ~std::uint64_t{0};
  std::uint64_t before = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
  const int keeper = clone(&Keep, keeper_stack.data() + keeper_stack.size(), CLONE_VM | CLONE_VFORK, &job);
  if (keeper > 0) {
    while (syscall(SYS_wait4, keeper, nullptr, __WCLONE, nullptr) < 0 && errno == EINTR) {
    }
  }
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, nullptr, sizeof before);
  if (!job.whole) {
    failed = true;
    return "";
  }
  return std::string(job.answer.data(), job.answer_size);
}

}  // namespace snarl::report
