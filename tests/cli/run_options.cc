// SPDX-License-Identifier: Apache-2.0
#include "cli/run_options.h"

#include <string>
#include <vector>

#include "catch.h"
#include "cli/fault.h"
#include "holds.h"

namespace snarl::cli {
namespace {

using Words = std::vector<std::string>;

report::Options Parsed(const std::string& text) {
  report::Options options;
  CHECK(report::ParseOptions(text, options).empty());
  return options;
}

std::string Refused(const std::string& environment, const std::vector<GivenOption>& flags) {
  try {
    return "it gave " + JoinOptions(environment, flags);
  } catch (const Fault& fault) {
    CHECK(fault.status() == kMisused);
    return fault.what();
  }
}

TEST_CASE("Run: the command begins at the first word that is no option", "[run]") {
  CHECK(RunWords({"ls", "-l", "--json=x"}) == Words{"--", "ls", "-l", "--json=x"});
  CHECK(RunWords({"--", "ls", "--", "-l"}) == Words{"--", "ls", "--", "-l"});
  CHECK(RunWords({"--json", "out.json", "ls"}) == Words{"--json", "out.json", "--", "ls"});
  CHECK(RunWords({"--json=out.json", "--", "--odd"}) == Words{"--json", "out.json", "--", "--odd"});
  CHECK(RunWords({"--preload", "lib.so", "run", "demo"}) == Words{"--preload", "lib.so", "--", "run", "demo"});
  CHECK(RunWords({"-", "x"}) == Words{"--", "-", "x"});
  CHECK(RunWords({}) == Words{});
  CHECK(RunWords({"--help"}) == Words{"--help"});
}

TEST_CASE("Run: options under both spellings, with any value", "[run]") {
  CHECK(RunWords({"--hang_probe_ms=5", "x"}) == Words{"--hang-probe-ms", "5", "--", "x"});
  CHECK(RunWords({"--hang-probe-ms", "5", "x"}) == Words{"--hang-probe-ms", "5", "--", "x"});
  CHECK(RunWords({"--strip_path_prefix=a_b=c", "x"}) == Words{"--strip-path-prefix", "a_b=c", "--", "x"});
  CHECK(RunWords({"--json=", "x"}) == Words{"--json", "", "--", "x"});
  CHECK(RunWords({"--log-path", "-x", "y"}) == Words{"--log-path", "-x", "--", "y"});
  CHECK(RunWords({"--json"}) == Words{"--json"});
}

TEST_CASE("Run: a flag takes its value only behind '='", "[run]") {
  CHECK(RunWords({"--enabled", "x"}) == Words{"--enabled", "true", "--", "x"});
  CHECK(RunWords({"--enabled=false", "x"}) == Words{"--enabled", "false", "--", "x"});
  CHECK(RunWords({"--enabled=", "x"}) == Words{"--enabled", "", "--", "x"});
}

TEST_CASE("Run: what is no option of ours stays as it is", "[run]") {
  CHECK(RunWords({"--josn_x=1", "x"}) == Words{"--josn_x=1", "--", "x"});
  CHECK(RunWords({"-v", "x"}) == Words{"-v", "--", "x"});
  CHECK(RunWords({"--version", "x"}) == Words{"--version", "--", "x"});
}

TEST_CASE("Run: defaults, then the environment, then the flags", "[run]") {
  CHECK(JoinOptions("", {}) == "on_deadlock=exit:dump_signal=quit");
  CHECK(Parsed(JoinOptions("", {})).on_deadlock == "exit");
  CHECK(Parsed(JoinOptions("on_deadlock=abort:verbosity=1", {})).on_deadlock == "abort");
  const std::string joined =
      JoinOptions("on_deadlock=abort:verbosity=1:json='a:b'", {{"on_deadlock", "report"}, {"exitcode", "3"}});
  CHECK(joined ==
        "on_deadlock=exit:dump_signal=quit:on_deadlock=abort:verbosity=1:json='a:b':on_deadlock=report:exitcode=3");
  const report::Options options = Parsed(joined);
  CHECK(options.on_deadlock == "report");
  CHECK(options.verbosity == 1);
  CHECK(options.json == "a:b");
  CHECK(options.exitcode == 3);
}

TEST_CASE("Run: what a value holds arrives", "[run]") {
  for (const std::string value : {"", "plain", "a:b", "it's", "'quoted'", "\"quoted\"", "it's:here", "say \"x\":y",
                                  "a'b\"c", " blanks ", "a=b", "%p", "ünï"}) {
    INFO(value);
    CHECK(Parsed(JoinOptions("verbosity=1:", {{"json", value}, {"exitcode", "3"}})).json == value);
    CHECK(Parsed(JoinOptions("verbosity=1:", {{"json", value}, {"exitcode", "3"}})).exitcode == 3);
  }
  CHECK(Refused("", {{"log_path", "it's \"x\":y"}}) == "--log-path cannot hold both sorts of quotes: it's \"x\":y");
}

TEST_CASE("Run: a bad value is refused before anything runs", "[run]") {
  CHECK(Refused("", {{"hang_probe_ms", "soon"}}) == "bad value 'soon' for option 'hang_probe_ms'; it takes 1..3600000");
  CHECK(Refused("", {{"enabled", ""}}) == "bad value '' for option 'enabled'; it takes true|false");
  CHECK(Refused("", {{"on_deadlock", "exit:json=x"}}) ==
        "bad value 'exit:json=x' for option 'on_deadlock'; it takes report|exit|abort");
}

TEST_CASE("Run: an environment that would swallow the flags is refused, any other is the library's to judge", "[run]") {
  CHECK(Refused("json='a:b", {{"exitcode", "3"}}) == "SNARL_OPTIONS: option 'json': the quote ' is not closed");
  CHECK(JoinOptions("json='a:b", {}) == "on_deadlock=exit:dump_signal=quit:json='a:b");
  CHECK(Holds(JoinOptions("nonsense:exitcode=x", {{"exitcode", "3"}}), "nonsense:exitcode=x:exitcode=3"));
}

TEST_CASE("Run: every row of the table is a flag, with its default under run", "[run]") {
  for (const report::OptionRow& row : report::OptionTable()) {
    if (row.name == "help") continue;
    INFO(row.name);
    const std::string flag = "--" + FlagName(row.name);
    CHECK(flag.find('_') == flag.npos);
    const std::string value = RunDefault(row);
    CHECK(value == (row.name == "on_deadlock" ? "exit" : row.name == "dump_signal" ? "quit" : row.fallback));
    CHECK(RunWords({flag + "=" + value, "x"}) == Words{flag, value, "--", "x"});
  }
}

}  // namespace
}  // namespace snarl::cli
