// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl explain`.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/explain.h"
#include "cli/verbs.h"

namespace snarl::cli {

void AddExplain(CLI::App& app, ExplainArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(app, "explain", "Say what a kind of finding is, what cures it, and which demo shows it",
                           "  snarl explain                      every kind in a line\n"
                           "  snarl explain lost-wakeup          what it is, the cures, who sees it\n"
                           "  snarl explain 8f4011e4 logs        one bug of these reports, by its fingerprint\n"
                           "Exit status: 0 explained, 2 wrong use, or there is no such bug.");
  verb.add_option("WHAT", arguments.what, "a kind, or the first digits of a fingerprint (4 or more)")
      ->type_name("KIND|FINGERPRINT");
  verb.add_option("FILES", arguments.files, "with a fingerprint: reports, or folders of them; - is standard input");
  verb.add_option("--source-root", arguments.style.source_roots, "where the sources lie; may be given again")
      ->type_name("DIR")
      ->take_all();
  verb.add_option("--color", arguments.style.color, "of the text [auto]")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  verb.add_flag("--no-pager", arguments.style.no_pager, "no pager on a terminal (else $SNARL_PAGER, $PAGER, less)");
  verb.callback([&] { chosen = [&] { return Explain(arguments); }; });
}

}  // namespace snarl::cli
