// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/suppressor.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "snarl/report/options.h"
#include "snarl/report/process_info.h"

namespace snarl::report {
namespace {

// Beyond, the same finding is counted as often as it comes.
constexpr std::size_t kMostPlaces = 1000;

std::string Counted(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// read(2) and not a stream: streams bring locales, and this may run before main(). Empty, or what went wrong.
std::string ReadAll(const std::string& path, std::string& text) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int error = fd < 0 ? errno : 0;
  char buffer[4096];
  while (error == 0) {
    const ssize_t length = read(fd, buffer, sizeof buffer);
    if (length == 0) break;
    if (length > 0) {
      text.append(buffer, static_cast<std::size_t>(length));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (fd >= 0) close(fd);
  return error == 0 ? "" : strerror_r(error, buffer, sizeof buffer);
}

}  // namespace

struct Suppressor::Rules {
  std::string file;  // as the option has it
  std::vector<Suppression> list;
  const Rules* before;  // for leak checkers, which look for a pointer
};

// The latest that were read. Never freed: a forked child finds them whole, whatever its parent was doing.
const Suppressor::Rules* Suppressor::Load(const std::string& option, std::vector<std::string>& errors) {
  static std::atomic<const Rules*> latest{nullptr};
  const Rules* const before = latest.load(std::memory_order_acquire);
  if (before != nullptr && before->file == option) return before;
  SuppressionList list;
  if (!option.empty()) {
    std::string text;
    const std::string path = ExpandPath(option);
    const std::string problem = ReadAll(path, text);
    if (!problem.empty()) list.errors.push_back("cannot read the suppressions of " + path + ": " + problem);
    if (problem.empty()) list = ParseSuppressions(text, option);
  }
  errors = std::move(list.errors);
  const auto* fresh = new Rules{option, std::move(list.rules), before};
  latest.store(fresh, std::memory_order_release);
  return fresh;
}

std::vector<std::string> Suppressor::Open() {
  const std::string& option = Current().suppressions;
  if (rules_ == nullptr ? option.empty() : rules_->file == option) return {};
  std::vector<std::string> errors;
  rules_ = Load(option, errors);
  return errors;
}

std::string Suppressor::Where(const Suppression& rule) const { return rules_->file + ":" + std::to_string(rule.line); }

bool Suppressor::LeavesOut(const Finding& finding, const std::string& place) {
  if (rules_ == nullptr) return false;
  const auto& list = rules_->list;
  const auto rule = std::find_if(list.begin(), list.end(), [&](const auto& one) { return Suppresses(one, finding); });
  if (rule == list.end()) return false;
  if (places_.size() < kMostPlaces && !places_.insert(place).second) return true;
  ++count_;
  const std::string where = Where(*rule);
  const auto used = std::find_if(used_.begin(), used_.end(), [&](const auto& one) { return one.first == where; });
  if (used == used_.end()) {
    used_.emplace_back(where, 1);
  } else {
    ++used->second;
  }
  return true;
}

std::string Suppressor::Summary() const {
  if (count_ == 0) return "";
  std::string which;
  for (const auto& [where, count] : used_) {
    which += (which.empty() ? "" : ", ") + where + " " + std::to_string(count) + "x";
  }
  return Counted(count_, "finding") + " suppressed by " + Counted(used_.size(), "rule") + " (" + which + ")";
}

std::vector<std::string> Suppressor::Unused() const {
  std::vector<std::string> lines;
  if (rules_ == nullptr) return lines;
  for (const Suppression& rule : rules_->list) {
    const std::string where = Where(rule);
    if (std::any_of(used_.begin(), used_.end(), [&](const auto& one) { return one.first == where; })) continue;
    lines.push_back("suppression not used: " + where + " " + rule.kind + ":" + rule.pattern);
  }
  return lines;
}

}  // namespace snarl::report
