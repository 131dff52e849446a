// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl completion`, and the verbs as the command line knows them.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "cli/collect.h"
#include "cli/completion.h"
#include "cli/fault.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace snarl::cli {
namespace {

bool IsKinds(const std::string& type) { return type.find("KIND") != std::string::npos; }

// CLI11 shows what an option may be as "{a,b,c}" behind its type.
std::vector<std::string> ValuesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (IsKinds(type)) return KindNames();
  const std::size_t from = type.find('{');
  const std::size_t to = type.find('}');
  std::string listed;
  if (from != std::string::npos && to != std::string::npos && from < to) {
    listed = type.substr(from + 1, to - from - 1);
    std::replace(listed.begin(), listed.end(), ',', '|');
  } else if (type.find('|') != std::string::npos) {
    listed = type;  // "unsafe|safe"
  }
  std::vector<std::string> values;
  for (const std::string_view value : Split(listed, '|')) {
    const bool word = !value.empty() && value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == value.npos;
    if (word) values.emplace_back(value);
  }
  return values;
}

void Describe(const CLI::App& app, const std::string& path, std::vector<CompletedVerb>& verbs) {
  CompletedVerb verb;
  verb.path = path;
  verb.what = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    CompletedOption completed;
    completed.what = option->get_description();
    completed.takes_value = option->get_items_expected_max() > 0;
    completed.values = ValuesOf(*option);
    for (const std::string& name : option->get_lnames()) completed.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) completed.names.push_back("-" + name);
    if (!completed.names.empty()) {
      verb.options.push_back(std::move(completed));
    } else if (IsKinds(option->get_type_name())) {
      verb.words = completed.values;
    }
  }
  std::vector<const CLI::App*> below;
  for (const CLI::App* one : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (one->get_group().empty()) continue;
    below.push_back(one);
    verb.verbs.push_back(one->get_name());
  }
  verbs.push_back(std::move(verb));
  for (const CLI::App* one : below)
    Describe(*one, path.empty() ? one->get_name() : path + " " + one->get_name(), verbs);
}

}  // namespace

std::vector<CompletedVerb> DescribeVerbs(const CLI::App& app) {
  std::vector<CompletedVerb> verbs;
  Describe(app, "", verbs);
  return verbs;
}

void AddCompletion(CLI::App& app, std::string& shell, Verb& chosen) {
  CLI::App& verb = AddVerb(app, "completion", "Print what a shell needs to complete this command",
                           "  source <(snarl completion bash)                                 for this shell\n"
                           "  snarl completion bash >~/.local/share/bash-completion/completions/snarl\n"
                           "  snarl completion zsh >\"${fpath[1]}/_snarl\"\n"
                           "  snarl completion fish >~/.config/fish/completions/snarl.fish");
  verb.add_option("SHELL", shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  verb.callback([&] {
    chosen = [&] {
      const std::string text = CompletionFor(shell, DescribeVerbs(app));
      (void)std::fwrite(text.data(), 1, text.size(), stdout);
      return kDone;
    };
  });
}

}  // namespace snarl::cli
