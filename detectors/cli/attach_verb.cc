// SPDX-License-Identifier: Apache-2.0
//
// The words behind `snarl attach`.
#include <CLI/CLI.hpp>
#include <string>

#include "cli/attach.h"
#include "cli/fault.h"
#include "cli/verbs.h"

namespace snarl::cli {

void AddAttach(CLI::App& app, AttachArguments& arguments, Verb& chosen) {
  CLI::App& verb = AddVerb(
      app, "attach", "Say why a running program hangs that was never watched, or the program of a core file",
      "  snarl attach 4711                          who waits for whom, and where each thread is\n"
      "  snarl attach $(pgrep -n server) --verbose  also what it cost: no thread stops for more than a moment\n"
      "  snarl attach 4711 --json hang.json         the findings as a document, too\n"
      "  snarl attach --core core.4711              after it has died; --program where the executable has moved\n"
      "Nothing is changed in the process, and it goes on as it was. It needs the right to trace it: your own process, "
      "and\n"
      "kernel.yama.ptrace_scope=0, or sudo.\n"
      "Exit status: 0 nothing stands still, 1 threads that can never go on, 2 wrong use, or it cannot be read.");
  verb.add_option("PID", arguments.pid, "the process, or any thread of it")->check(CLI::Number);
  verb.add_option("--core", arguments.core, "a core file instead of a process")->type_name("FILE");
  verb.add_option("--program", arguments.program, "with --core: the executable (default: as the core file names it)")
      ->type_name("FILE")
      ->needs("--core");
  verb.add_option("--json", arguments.json, "also write the findings document to this file")->type_name("FILE");
  verb.add_option("--format", arguments.format, "of standard output [text]")->check(CLI::IsMember({"text", "json"}));
  verb.add_option("--color", arguments.color, "of the text [auto]")->check(CLI::IsMember({"auto", "always", "never"}));
  verb.add_option_function<int>(
          "--apart", [&arguments](int ms) { arguments.apart = std::chrono::milliseconds(ms); },
          "how far apart the two readings are: who moved in between does not stand still [100]")
      ->type_name("MS")
      ->check(CLI::Range(1, 600'000));
  verb.add_option("--debug-folders", arguments.debug_folders,
                  "where separate debug files lie, with colons between [:.debug:/usr/lib/debug]")
      ->type_name("DIRS");
  verb.add_flag("--verbose", arguments.verbose, "every place where threads wait, and what the reading cost");
  verb.callback([&] {
    if ((arguments.pid != 0) == !arguments.core.empty()) {
      throw Fault("snarl attach takes either the id of a process or --core FILE; \"snarl attach --help\" tells more");
    }
    chosen = [&] { return Attach(arguments); };
  });
}

}  // namespace snarl::cli
