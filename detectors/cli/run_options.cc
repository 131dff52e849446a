// SPDX-License-Identifier: Apache-2.0
#include "cli/run_options.h"

#include <algorithm>
#include <cstddef>

#include "cli/fault.h"
#include "snarl/report/option_value.h"

namespace snarl::cli {
namespace {

enum class Takes { kUnknown, kNothing, kValue };

Takes WhatTakes(std::string_view flag) {
  if (flag == "--preload") return Takes::kValue;
  for (const report::OptionRow& row : report::OptionTable()) {
    if (row.name == "help") continue;  // CLI11's own
    if (flag == "--" + FlagName(row.name)) return row.values == "true|false" ? Takes::kNothing : Takes::kValue;
  }
  return Takes::kUnknown;
}

std::string Item(const GivenOption& option) {
  const std::string& value = option.value;
  const bool plain = value.find(':') == value.npos && !value.starts_with('\'') && !value.starts_with('"');
  if (plain) return option.name + "=" + value;
  const char quote = value.find('\'') == value.npos ? '\'' : '"';
  if (value.find(quote) != value.npos) {
    throw Fault("--" + FlagName(option.name) + " cannot hold both sorts of quotes: " + value);
  }
  return option.name + "=" + quote + value + quote;
}

}  // namespace

std::string RunDefault(const report::OptionRow& row) {
  for (const report::OptionItem& item : report::SplitOptions(kRunDefaults)) {
    if (item.key == row.name) return item.value;
  }
  return std::string(row.fallback);
}

std::string FlagName(std::string_view option) {
  std::string name(option);
  std::ranges::replace(name, '_', '-');
  return name;
}

std::vector<std::string> RunWords(const std::vector<std::string>& words) {
  std::vector<std::string> ours;
  auto word = words.begin();
  while (word != words.end() && word->starts_with('-') && *word != "-" && *word != "--") {
    const std::size_t equals = std::min(word->find('='), word->size());
    const std::string flag = word->starts_with("--") ? "--" + FlagName(word->substr(2, equals - 2)) : *word;
    const bool has_value = equals != word->size();
    const Takes takes = WhatTakes(flag);
    if (takes == Takes::kUnknown) {
      ours.push_back(*word++);  // CLI11's own, or wrong
      continue;
    }
    ours.push_back(flag);
    if (has_value || takes == Takes::kNothing) ours.push_back(has_value ? word->substr(equals + 1) : "true");
    ++word;
    if (!has_value && takes == Takes::kValue && word != words.end()) ours.push_back(*word++);
  }
  if (word == words.end()) return ours;
  ours.emplace_back("--");
  ours.insert(ours.end(), *word == "--" ? word + 1 : word, words.end());
  return ours;
}

std::string JoinOptions(const std::string& environment, const std::vector<GivenOption>& flags) {
  std::string ours;
  for (const GivenOption& flag : flags) ours += (ours.empty() ? "" : ":") + Item(flag);
  report::Options unused;
  const std::vector<std::string> errors = report::ParseOptions(ours, unused);
  if (!errors.empty()) throw Fault(errors.front());

  std::string text(kRunDefaults);
  if (!environment.empty()) text += ":" + environment;
  if (ours.empty()) return text;
  if (report::SplitOptions(environment).size() + 1 != report::SplitOptions(environment + ":help=0").size()) {
    throw Fault("SNARL_OPTIONS: " + report::SplitOptions(environment).back().error);
  }
  return text + ":" + ours;
}

}  // namespace snarl::cli
