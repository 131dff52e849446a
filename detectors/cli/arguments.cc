// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "cli/demo.h"
#include "cli/fault.h"
#include "cli/names.h"
#include "cli/run.h"
#include "cli/words.h"
#include "snarl/report/options.h"

namespace snarl::cli {
namespace {

// The verb that was asked for, once parsing is over.
using Verb = std::function<int()>;

void AddGallery(CLI::App& verb, std::string& gallery) {
  verb.add_option("--gallery", gallery,
                  "the demos: a gallery.tsv or its folder (default: $SNARL_GALLERY, then demos/ beside this program)")
      ->type_name("FILE|DIR");
}

void AddLimit(CLI::App& verb, std::chrono::milliseconds& limit) {
  verb.add_option_function<double>(
          "--limit", [&limit](double seconds) { limit = std::chrono::milliseconds(static_cast<int>(seconds * 1000)); },
          "end a program that runs longer than this")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86400.0));
}

CLI::Option* AddVariant(CLI::App& verb, const char* name, Variant& variant, const char* what) {
  return verb
      .add_option_function<std::string>(
          name,
          [&variant, name](const std::string& word) {
            if (Parse(word, variant)) return;
            throw Fault(std::string(name) + " takes unsafe or safe, not \"" + word + "\"");
          },
          what)
      ->type_name("unsafe|safe");
}

CLI::App& AddVerb(CLI::App& parent, const char* name, const char* what, const char* examples) {
  CLI::App& verb = *parent.add_subcommand(name, what);
  verb.footer(std::string("Examples:\n") + examples);
  return verb;
}

void AddList(CLI::App& demo, DemoListArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(demo, "list", "Every demo by chapter, with its title and its verdict",
                           "  snarl demo list\n"
                           "  snarl demo list --json | jq '.[].name'");
  AddGallery(verb, arguments.gallery);
  verb.add_flag("--json", arguments.json, "as JSON on standard output");
  verb.callback([&] { chosen = [&] { return DemoList(arguments); }; });
}

void AddShow(CLI::App& demo, DemoShowArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(demo, "show", "What a demo explains, and both its variants side by side",
                           "  snarl demo show races/bank_account\n"
                           "  snarl demo show bank_account --width 200 | less -R");
  AddGallery(verb, arguments.gallery);
  verb.add_option("NAME", arguments.name, "chapter/name, or the name alone where it is the only one")->required();
  verb.add_option("--width", arguments.width, "columns to use (default: the terminal's)")->check(CLI::Range(20, 1000));
  verb.callback([&] { chosen = [&] { return DemoShow(arguments); }; });
}

void AddPlay(CLI::App& demo, DemoPlayArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(demo, "play", "Play a demo live under both watchers, or all of them as a test",
                           "  snarl demo play races/bank_account            both variants, one after the other\n"
                           "  snarl demo play races/bank_account --unsafe   only the one with the bug\n"
                           "  snarl demo play --all -j 4                    every demo, and a table at the end");
  AddGallery(verb, arguments.gallery);
  AddLimit(verb, arguments.limit);
  verb.add_option("NAME", arguments.name, "chapter/name, or the name alone where it is the only one");
  verb.add_flag("--all", arguments.all, "every demo; exit status 0 only if all is as declared");
  verb.add_flag("--unsafe", arguments.only_unsafe, "only the variant with the bug");
  verb.add_flag("--safe", arguments.only_safe, "only the variant with the cure");
  arguments.jobs = std::max(1U, std::thread::hardware_concurrency());
  verb.add_option("-j,--jobs", arguments.jobs,
                  "with --all: how many programs play at a time (default: one per processor)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  verb.callback([&] {
    if (arguments.all == !arguments.name.empty()) throw Fault("snarl demo play takes either a demo's name or --all");
    chosen = [&] { return arguments.all ? DemoPlayAll(arguments) : DemoPlay(arguments); };
  });
}

void AddCheck(CLI::App& demo, DemoCheckArguments& arguments, Verb& chosen) {
  CLI::App& verb =
      AddVerb(demo, "check", "Play one variant and hold it against its verdict, for CTest",
              "  snarl demo check races/bank_account --variant unsafe\n"
              "  snarl demo check races/bank_account --variant safe --against unsafe --must-fail\n"
              "Exit status: 0 as declared, 1 not as declared, 2 wrong use, 77 this machine cannot play it.");
  AddGallery(verb, arguments.gallery);
  AddLimit(verb, arguments.limit);
  verb.add_option("NAME", arguments.name, "chapter/name, or the name alone where it is the only one")->required();
  AddVariant(verb, "--variant", arguments.variant, "which program is played")->required();
  const CLI::Option* against =
      AddVariant(verb, "--against", arguments.against, "whose verdict applies (default: its own)");
  verb.add_flag("--must-fail", arguments.must_fail, "succeed only where the program ran well and the judge complains");
  verb.callback([&arguments, &chosen, against] {
    if (against->empty()) arguments.against = arguments.variant;
    chosen = [&] { return DemoCheck(arguments); };
  });
}

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
      "Examples:\n  snarl run ./server --port 8080\n  snarl demo list\n  snarl demo show races/bank_account\n"
      "Exit status: 0 done, 1 it found something where that is the question, 2 wrong use.");
  CLI::App& demo = AddVerb(app, "demo", "The gallery: concurrency bugs and their cures, side by side",
                           "  snarl demo list\n  snarl demo show bank_account\n  snarl demo play --all");
  Verb chosen;
  CLI::App& names =
      AddVerb(app, "names", "The names of locks, for a process that is watched", "  none: `snarl run` asks");
  names.group("");  // not for people
  names.callback([&] { chosen = Names; });
  RunArguments run;
  AddRun(app, run, chosen);
  DemoListArguments list;
  DemoShowArguments show;
  DemoPlayArguments play;
  DemoCheckArguments check;
  AddList(demo, list, chosen);
  AddShow(demo, show, chosen);
  AddPlay(demo, play, chosen);
  AddCheck(demo, check, chosen);

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
