// SPDX-License-Identifier: Apache-2.0
#include "attach/tasks.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <memory>
#include <string_view>

namespace snarl::attach {
namespace {

std::string ReadAt(int folder, const std::string& path) {
  std::string text;
  const int file = openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  std::array<char, 4096> bytes{};
  // Whatever does not fill the bytes was the last of it.
  for (auto left = static_cast<ssize_t>(bytes.size()); left == static_cast<ssize_t>(bytes.size());) {
    left = read(file, bytes.data(), bytes.size());
    if (left > 0) text.append(bytes.data(), static_cast<std::size_t>(left));
  }
  close(file);
  return text;
}

std::string_view Field(std::string_view status, std::string_view key) {
  for (std::size_t begin = 0; begin < status.size();) {
    const std::size_t end = std::min(status.find('\n', begin), status.size());
    std::string_view line = status.substr(begin, end - begin);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ':') {
      line.remove_prefix(key.size() + 1);
      while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
      return line;
    }
    begin = end + 1;
  }
  return {};
}

template <class T>
T Number(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

SystemCall ParseCall(const std::string& text) {
  SystemCall call;
  auto& a = call.arguments;
  const int fields = std::sscanf(
      text.c_str(), "%ld %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64 " %" SCNx64,
      &call.number, &a[0], &a[1], &a[2], &a[3], &a[4], &a[5], &call.sp, &call.pc);
  if (fields == 9) return call;
  // "-1 sp pc": asleep, but in no call; "running": nothing is known.
  SystemCall none;
  if (fields == 3 && call.number == SystemCall::kNone) {
    none.sp = a[0];
    none.pc = a[1];
  }
  return none;
}

bool ReadTask(int folder, const char* tid, ThreadNow& thread) {
  const std::string status = ReadAt(folder, std::string(tid) + "/status");
  if (status.empty()) return false;
  thread.tid = Number<pid_t>(tid);
  const std::string_view numbers = Field(status, "NSpid");
  const std::size_t last = numbers.find_last_of("\t ");
  thread.own_tid = Number<pid_t>(last == std::string_view::npos ? numbers : numbers.substr(last + 1));
  if (thread.own_tid == 0) thread.own_tid = thread.tid;
  thread.name = Field(status, "Name");
  const std::string_view state = Field(status, "State");
  if (!state.empty()) thread.state = state.front();
  thread.switches = Number<std::uint64_t>(Field(status, "voluntary_ctxt_switches")) +
                    Number<std::uint64_t>(Field(status, "nonvoluntary_ctxt_switches"));
  thread.call = ParseCall(ReadAt(folder, std::string(tid) + "/syscall"));
  return true;
}

}  // namespace

std::vector<ThreadNow> ReadTasks(pid_t pid) {
  std::vector<ThreadNow> threads;
  const auto close_folder = [](DIR* folder) { closedir(folder); };
  const std::unique_ptr<DIR, decltype(close_folder)> folder(opendir(("/proc/" + std::to_string(pid) + "/task").c_str()),
                                                            close_folder);
  if (folder == nullptr) return threads;
  while (const dirent* entry = readdir(folder.get())) {
    if (entry->d_name[0] == '.') continue;
    ThreadNow thread;
    if (ReadTask(dirfd(folder.get()), entry->d_name, thread)) threads.push_back(std::move(thread));
  }
  std::ranges::sort(threads, {}, &ThreadNow::tid);
  return threads;
}

std::string StatusOf(pid_t pid, const char* key) {
  const std::string status = ReadAt(AT_FDCWD, "/proc/" + std::to_string(pid) + "/status");
  return std::string(Field(status, key));
}

std::string CommandOf(pid_t pid) {
  std::string command = ReadAt(AT_FDCWD, "/proc/" + std::to_string(pid) + "/cmdline");
  while (!command.empty() && command.back() == '\0') command.pop_back();
  std::ranges::replace_if(
      command, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return command.empty() ? "[" + StatusOf(pid, "Name") + "]" : command;
}

}  // namespace snarl::attach
