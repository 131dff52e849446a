// SPDX-License-Identifier: Apache-2.0
#include "cli/watcher.h"

namespace snarl::cli {
namespace {

struct Row {
  std::string_view name;
  std::string_view full;
  std::string_view author;
};
constexpr std::array<Row, kWatchers.size()> kRows = {{
    {"tsan", "ThreadSanitizer", "tsan"},
    {"snarl", "Snarl", "snarl"},
    {"run", "snarl run", "snarl"},
    {"attach", "snarl attach", "snarl"},
    {"helgrind", "Helgrind", "helgrind"},
    {"drd", "DRD", "drd"},
}};

bool IsCompiledIn(Watcher watcher) { return watcher == Watcher::kTsan || watcher == Watcher::kSnarl; }

}  // namespace

std::string_view Name(Watcher watcher) { return kRows[Index(watcher)].name; }
std::string_view FullName(Watcher watcher) { return kRows[Index(watcher)].full; }
std::string_view Author(Watcher watcher) { return kRows[Index(watcher)].author; }

bool Parse(std::string_view name, Watcher& out) {
  for (const Watcher watcher : kWatchers) {
    if (name != Name(watcher)) continue;
    out = watcher;
    return true;
  }
  return false;
}

std::vector<std::vector<Watcher>> Plays(const std::vector<Watcher>& watchers) {
  std::vector<std::vector<Watcher>> plays;
  std::vector<Watcher> compiled_in;
  for (const Watcher watcher : watchers) {
    if (IsCompiledIn(watcher)) compiled_in.push_back(watcher);
  }
  if (!compiled_in.empty()) plays.push_back(compiled_in);
  for (const Watcher watcher : watchers) {
    if (!IsCompiledIn(watcher)) plays.push_back({watcher});
  }
  return plays;
}

}  // namespace snarl::cli
