// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "cli/fault.h"
#include "cli/names.h"
#include "cli/run.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "snarl/report/options.h"

namespace snarl::cli {

CLI::App& AddVerb(CLI::App& parent, const char* name, const char* what, const char* examples) {
  CLI::App& verb = *parent.add_subcommand(name, what);
  verb.footer(std::string("Examples:\n") + examples);
  return verb;
}

namespace {

// A flag for each row of the table of options.
void AddTable(CLI::App& verb, std::vector<GivenOption>& given) {
  for (const report::OptionRow& row : report::OptionTable()) {
    if (row.name == "help") continue;  // --help shows the same table
    const auto take = [&given, name = std::string(row.name)](const std::string& value) {
      given.push_back({name, value});
    };
    const std::string fallback = RunDefault(row);
    const bool flag = row.values == "true|false";
    verb.add_option_function<std::string>("--" + FlagName(row.name), take,
                                          std::string(row.help) + (fallback.empty() ? "" : " [" + fallback + "]"))
        ->option_text(flag                   ? "[=true|false]"
                      : row.values == "text" ? "TEXT"
                                             : std::string(row.values))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group("Options of the watchdog, as SNARL_OPTIONS has them");
  }
}

void AddRun(CLI::App& app, RunArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(
      app, "run", "Run a program, as it is, under the watchdog",
      "  snarl run ./server --port 8080                    reports on standard error; status 66 where it found "
      "something\n"
      "  snarl run --json=findings.%p.json -- make test    a document for each process, children included\n"
      "  timeout 600 snarl run --log-path=hang ctest       a job that hangs: who waits for whom is in hang.PID\n"
      "  snarl run --on-deadlock=report ./gui              go on after a deadlock, for the debugger\n"
      "  snarl run --suppressions=known.txt ./legacy       without what known.txt lists (docs/suppressions.md)\n"
      "The program must be linked dynamically against glibc, and neither set-user-ID nor alike. What SNARL_OPTIONS "
      "says\n"
      "holds too; a flag has the last word.\n"
      "Exit status: the program's own; 66 where that was 0 and there is a finding, or where a deadlock ended it; 2 "
      "wrong\n"
      "use, or it cannot be watched; 126 it cannot be executed; 127 it is not found.");
  verb.add_option("CMD", arguments.command, "the program, found as the shell does, and its arguments")->required();
  verb.add_option("--preload", arguments.preload,
                  "libsnarl_preload.so, where it is not beside this program or installed with it (also SNARL_PRELOAD)")
      ->type_name("PATH");
  AddTable(verb, arguments.options);
  verb.callback([&] { chosen = [&] { return Run(arguments); }; });
}

std::vector<std::string> VerbNames(const CLI::App& app, bool hidden_too) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (hidden_too || !verb->get_group().empty()) names.push_back(verb->get_name());
  }
  return names;
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// CLI11 would take an unknown verb for a stray argument and say no more than that.
void RequireVerbs(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* verb = &app;
  std::string path = "snarl";
  for (const std::string& word : words) {
    const std::vector<std::string> names = VerbNames(*verb, false);
    const std::vector<std::string> all = VerbNames(*verb, true);
    if (names.empty() || word.starts_with('-')) return;
    if (std::ranges::find(all, word) == all.end()) {
      throw Fault(path + " has no verb \"" + word + "\"" + DidYouMean(word, names) + "; it has " + Listed(names));
    }
    verb = verb->get_subcommand(word);
    path += " " + word;
  }
  const std::vector<std::string> names = VerbNames(*verb, false);
  if (!names.empty()) throw Fault(path + " needs a verb: " + Listed(names) + "; \"" + path + " --help\" tells more");
}

Fault WrongUse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = &app;  // the one that the words got to
  std::string path = app.get_name();
  while (!verb->get_subcommands().empty()) {
    verb = verb->get_subcommands().front();
    path += " " + verb->get_name();
  }
  std::vector<std::string> options;
  for (const CLI::Option* option : verb->get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  const std::string help = "; \"" + path + " --help\" tells more";
  for (const std::string& word : app.remaining(true)) {
    if (!word.starts_with('-') || word == "--") continue;
    return Fault("no option is called " + word.substr(0, word.find('=')) +
                 DidYouMean(std::string_view(word).substr(0, word.find('=')), options) + help);
  }
  std::string what = error.what();
  std::ranges::replace(what, '\n', ' ');
  return Fault(what + help);
}

}  // namespace

int RunCommandLine(int argc, const char* const* argv) {
  CLI::App app("Snarl finds concurrency bugs in C++ programs while they run, and teaches them.", "snarl");
  app.set_version_flag("--version", "snarl " SNARL_VERSION, "the version");
  app.set_help_all_flag("--help-all", "the help of every verb");
  app.footer(
      "Examples:\n  snarl run ./server --port 8080\n  snarl attach 4711\n  snarl show logs\n  snarl diff known.txt "
      "logs\n  snarl explain deadlock\n  snarl demo list\n  snarl "
      "demo show "
      "races/bank_account\n"
      "Exit status: 0 done, 1 it found something where that is the question, 2 wrong use.");
  Verb chosen;
  DemoArguments demo;
  AddDemo(app, demo, chosen);
  CLI::App& names =
      AddVerb(app, "names", "The names of locks, for a process that is watched", "  none: `snarl run` asks");
  names.group("");  // not for people
  names.callback([&] { chosen = Names; });
  RunArguments run;
  AddRun(app, run, chosen);
  AttachArguments attach;
  AddAttach(app, attach, chosen);
  ShowArguments show;
  AddShow(app, show, chosen);
  DiffArguments diff;
  AddDiff(app, diff, chosen);
  ExplainArguments explain;
  AddExplain(app, explain, chosen);
  MergeArguments merge;
  AddMerge(app, merge, chosen);
  std::string shell;
  AddCompletion(app, shell, chosen);

  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  RequireVerbs(app, words);
  if (!words.empty() && words.front() == "run") {
    words = RunWords({words.begin() + 1, words.end()});
    words.insert(words.begin(), "run");
  }
  std::ranges::reverse(words);  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    throw WrongUse(app, error);
  }
  return chosen ? chosen() : kDone;
}

}  // namespace snarl::cli
