// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl diff`.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/diff.h"
#include "cli/verbs.h"

namespace snarl::cli {

void AddDiff(CLI::App& app, DiffArguments& arguments, Verb& chosen) {
  CLI::App& verb =
      AddVerb(app, "diff", "Show which bugs are new, against a baseline",
              "  snarl diff known.txt logs                       the new ones as cards, then what is gone\n"
              "  snarl diff yesterday.json today.json --summary  any reports may be the baseline\n"
              "  snarl diff --write-baseline known.txt logs      make the baseline, or renew it: a line for each bug\n"
              "  snarl diff known.txt logs --format github       only what is new, beside the changed lines\n"
              "Exit status: 0 nothing is new, 1 something is, 2 wrong use, or something could not be read.");
  verb.add_option("FILES", arguments.files, "the baseline, then reports, or folders of them; - is standard input")
      ->required();
  verb.add_option("--write-baseline", arguments.write_baseline,
                  "write what the reports hold to this file, as known; lines that are there keep their words")
      ->type_name("FILE");
  AddStyle(verb, arguments.style);
  verb.callback([&] { chosen = [&] { return Diff(arguments); }; });
}

}  // namespace snarl::cli
