// SPDX-License-Identifier: Apache-2.0
//
// `snarl completion`: what a shell needs to complete verbs, options and their values, made from the same tables that parse
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace snarl::cli {

struct CompletedOption {
  std::vector<std::string> names;  // "--format", "-j"
  std::string what;
  bool takes_value = false;
  std::vector<std::string> values;  // empty: any, as a rule a file
};

struct CompletedVerb {
  std::string path;  // "show", "demo play"; empty: the command itself
  std::string what;
  std::vector<std::string> verbs;  // below it
  std::vector<CompletedOption> options;
  std::vector<std::string> words;  // what an argument may be besides a file
};

// The command first, then its verbs, each before those below it. Hidden ones are left out.
[[nodiscard]] std::vector<CompletedVerb> DescribeVerbs(const CLI::App& app);

// REQUIRES: `shell` is bash, zsh or fish. Pure.
[[nodiscard]] std::string CompletionFor(std::string_view shell, const std::vector<CompletedVerb>& verbs);

}  // namespace snarl::cli
