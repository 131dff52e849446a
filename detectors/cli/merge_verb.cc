// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl merge`.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/merge.h"
#include "cli/verbs.h"

namespace snarl::cli {

void AddMerge(CLI::App& app, MergeArguments& arguments, Verb& chosen) {
  CLI::App& verb =
      AddVerb(app, "merge", "Join the findings of many runs in one document",
              "  snarl merge build/findings.*.json --output findings.json   each bug once, counts added up\n"
              "  snarl merge machine1.json machine2.json | snarl show -\n"
              "In any order and grouping, the bytes are the same.\n"
              "Exit status: 0 merged, 2 wrong use, or something could not be read; then nothing is written.");
  verb.add_option("FILES", arguments.files, "reports, or folders of them; - is standard input")->required();
  verb.add_option("--output", arguments.output, "write to this file, whole or not at all, instead of standard output")
      ->type_name("FILE");
  verb.callback([&] { chosen = [&] { return Merge(arguments); }; });
}

}  // namespace snarl::cli
