// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl show`, and the options that all verbs have that show cards.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/collect.h"
#include "cli/show.h"
#include "cli/verbs.h"

namespace snarl::cli {

void AddStyle(CLI::App& verb, ShowStyle& style) {
  verb.add_option("--format", style.format, "text, or what a build server or another program reads [text]")
      ->check(CLI::IsMember(Formats()));
  verb.add_option("--output", style.output, "write to this file, whole or not at all, instead of standard output")
      ->type_name("FILE");
  verb.add_option("--source-root", style.source_roots,
                  "where the sources lie; may be given again (the current folder is looked through too)")
      ->type_name("DIR")
      ->take_all();
  verb.add_flag("--summary", style.summary, "one line for each bug");
  verb.add_option("--color", style.color, "of the text [auto]")->check(CLI::IsMember({"auto", "always", "never"}));
  verb.add_flag("--no-pager", style.no_pager, "no pager on a terminal (else $SNARL_PAGER, $PAGER, less)");
}

void AddShow(CLI::App& app, ShowArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(
      app, "show", "Show the reports in some files, one card for each bug",
      "  snarl show findings.json tsan.log              Snarl's documents and other tools' logs, each bug once\n"
      "  ctest -T memcheck; snarl show Testing          a folder: every file below it\n"
      "  ./my_test 2>&1 | snarl show -                  standard input\n"
      "  snarl show logs --summary --kind data-race,deadlock\n"
      "  snarl show logs --format sarif --source-root . --output snarl.sarif\n"
      "Exit status: 0 nothing was reported, 1 something was, 2 wrong use, or a file could not be read; also 2 where\n"
      "nothing was found, but a part of a file could not be understood.");
  verb.add_option("FILES", arguments.files, "reports, or folders of them; - is standard input")->required();
  verb.add_option("--kind", arguments.kinds, "only these kinds; \"snarl explain\" lists them")
      ->type_name("KIND")
      ->delimiter(',')
      ->take_all();
  AddStyle(verb, arguments.style);
  verb.callback([&] { chosen = [&] { return Show(arguments); }; });
}

}  // namespace snarl::cli
