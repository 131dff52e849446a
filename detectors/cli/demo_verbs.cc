// SPDX-License-Identifier: Apache-2.0
//
// The command line of `snarl demo`.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "cli/demo.h"
#include "cli/fault.h"
#include "cli/verbs.h"

namespace snarl::cli {
namespace {

void AddGallery(CLI::App& verb, std::vector<std::string>& gallery) {
  verb.add_option("--gallery", gallery,
                  "the demos of a build: a gallery.tsv or its folder; more than once for several builds (default: "
                  "$SNARL_GALLERY, then demos/ beside this program)")
      ->type_name("FILE|DIR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void AddLimit(CLI::App& verb, std::chrono::milliseconds& limit) {
  verb.add_option_function<double>(
          "--limit", [&limit](double seconds) { limit = std::chrono::milliseconds(static_cast<int>(seconds * 1000)); },
          "end a program that runs longer than this")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86400.0));
}

void AddWatchers(CLI::App& verb, std::vector<Watcher>& watchers) {
  verb.add_option_function<std::vector<std::string>>(
          "--watcher",
          [&watchers](const std::vector<std::string>& names) {
            for (const std::string& name : names) {
              if (!Parse(name, watchers.emplace_back())) throw Fault("there is no watcher \"" + name + "\"");
            }
          },
          "play under this watcher only; more than once for several (default: all that this build is for)")
      ->type_name("tsan|snarl|run|attach|helgrind|drd")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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
  CLI::App& verb = AddVerb(demo, "play", "Play a demo live under its watchers, or all of them as a test",
                           "  snarl demo play races/bank_account            both variants, one after the other\n"
                           "  snarl demo play races/bank_account --unsafe   only the one with the bug\n"
                           "  snarl demo play --all -j 4                    every demo, and a table at the end");
  AddGallery(verb, arguments.gallery);
  AddLimit(verb, arguments.limit);
  AddWatchers(verb, arguments.watchers);
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
  AddWatchers(verb, arguments.watchers);
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

}  // namespace

void AddDemo(CLI::App& app, DemoArguments& arguments, Verb& chosen) {
  CLI::App& demo = AddVerb(app, "demo", "The gallery: concurrency bugs and their cures, side by side",
                           "  snarl demo list\n  snarl demo show bank_account\n  snarl demo play --all");
  AddList(demo, arguments.list, chosen);
  AddShow(demo, arguments.show, chosen);
  AddPlay(demo, arguments.play, chosen);
  AddCheck(demo, arguments.check, chosen);
}

}  // namespace snarl::cli
