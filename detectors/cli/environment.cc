// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.h"

#include <algorithm>
#include <cstddef>

namespace snarl::cli {
namespace {

constexpr std::string_view kSnarlOptions = "SNARL_OPTIONS";
constexpr std::string_view kTsanOptions = "TSAN_OPTIONS";

bool Sets(std::string_view variable, std::string_view name) {
  return variable.size() > name.size() && variable.starts_with(name) && variable[name.size()] == '=';
}

}  // namespace

std::string Variable(const std::vector<std::string>& environment, std::string_view name) {
  const auto it = std::ranges::find_if(environment, [&](const std::string& variable) { return Sets(variable, name); });
  return it == environment.end() ? std::string() : it->substr(name.size() + 1);
}

std::string Option(std::string_view options, std::string_view key) {
  std::string value;
  while (!options.empty()) {
    const std::size_t equals = options.find_first_of("=: \t\n,");
    if (equals == options.npos) break;
    const bool is_key = options[equals] == '=' && options.substr(0, equals) == key;
    const bool has_value = options[equals] == '=';
    options.remove_prefix(equals + 1);
    if (!has_value) continue;
    std::size_t end = std::min(options.find_first_of(": \t\n,"), options.size());
    std::size_t quotes = 0;
    if (options.starts_with('\'') || options.starts_with('"')) {
      end = options.find(options.front(), 1);
      if (end == options.npos) break;
      quotes = 1;
    }
    if (is_key) value = options.substr(quotes, end - quotes);
    options.remove_prefix(std::min(end + quotes, options.size()));
  }
  return value;
}

std::vector<std::string> DemoEnvironment(const std::vector<std::string>& callers, const std::string& document_path,
                                         const std::string& suppressions_path) {
  std::vector<std::string> environment;
  for (const std::string& variable : callers) {
    if (!Sets(variable, kSnarlOptions) && !Sets(variable, kTsanOptions)) environment.push_back(variable);
  }
  const auto append = [&](std::string_view name, const std::string& ours) {
    const std::string theirs = Variable(callers, name);
    environment.push_back(std::string(name) + "=" + theirs + (theirs.empty() ? "" : ":") + ours);
  };
  append(kSnarlOptions, "json='" + document_path + "':exitcode=66");
  append(kTsanOptions,
         "atexit_sleep_ms=0:second_deadlock_stack=1:exitcode=66:suppressions='" + suppressions_path + "'");
  return environment;
}

}  // namespace snarl::cli
