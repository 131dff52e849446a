// SPDX-License-Identifier: Apache-2.0
#include "cli/hang_watch.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace snarl::cli {
namespace {

constexpr std::chrono::milliseconds kStill{300};
// A thread that polls for its cue is woken thousands of times a second, the watching thread of a watcher twenty.
constexpr double kSwitchesPerSecond = 100;
constexpr std::uint64_t kSwitchesAtOnce = 10;

std::vector<pid_t> Tasks(pid_t pid) {
  std::vector<pid_t> tasks;
  std::error_code gone;
  std::filesystem::directory_iterator folder("/proc/" + std::to_string(pid) + "/task", gone);
  for (; !gone && folder != std::filesystem::directory_iterator(); folder.increment(gone)) {
    tasks.push_back(std::atoi(folder->path().filename().c_str()));
  }
  return tasks;
}

std::string TaskFile(pid_t pid, pid_t task, const char* name) {
  return "/proc/" + std::to_string(pid) + "/task/" + std::to_string(task) + "/" + name;
}

struct Task {
  char state = 'X';
  std::uint64_t switches = 0;
};

Task ReadTask(pid_t pid, pid_t task) {
  Task result;
  std::ifstream file(TaskFile(pid, task, "status"));
  for (std::string line; std::getline(file, line);) {
    const std::size_t value = line.find_first_not_of(" \t", line.find(':') + 1);
    if (value == line.npos) continue;
    if (line.starts_with("State:")) result.state = line[value];
    if (line.find("voluntary_ctxt_switches:") != line.npos) {
      result.switches += std::strtoull(line.c_str() + value, nullptr, 10);
    }
  }
  return result;
}

}  // namespace

std::vector<pid_t> WithChildren(pid_t pid) {
  std::vector<pid_t> processes = {pid};
  for (std::size_t i = 0; i < processes.size(); ++i) {
    for (const pid_t task : Tasks(processes[i])) {
      std::ifstream children(TaskFile(processes[i], task, "children"));
      for (pid_t child = 0; children >> child;) processes.push_back(child);
    }
  }
  return processes;
}

bool HangWatch::StandsStill(Clock::time_point now) {
  std::set<pid_t> threads;
  std::uint64_t switches = 0;
  bool asleep = true;
  for (const pid_t process : WithChildren(pid_)) {
    for (const pid_t thread : Tasks(process)) {
      const Task task = ReadTask(process, thread);
      if (task.state == 'Z' || task.state == 'X') continue;
      asleep = asleep && task.state == 'S';
      switches += task.switches;
      threads.insert(thread);
    }
  }
  const double passed = std::chrono::duration<double>(now - still_since_).count();
  const auto allowed = kSwitchesAtOnce + static_cast<std::uint64_t>(kSwitchesPerSecond * passed);
  if (!asleep || threads != threads_ || switches > switches_ + allowed) {
    threads_ = std::move(threads);
    switches_ = switches;
    still_since_ = now;
  }
  return now - still_since_ >= kStill;
}

bool HangWatch::Hangs(std::size_t said) {
  const Clock::time_point now = Clock::now();
  if (said != said_) {
    said_ = said;
    said_at_ = now;
    still_since_ = now;
  }
  const bool still = StandsStill(now);
  return said_ != 0 && (still || now - said_at_ >= busy_);
}

}  // namespace snarl::cli
