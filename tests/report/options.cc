// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/options.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "holds.h"
#include "snarl/report/option_value.h"

namespace snarl::report {
namespace {

TEST_CASE("Options: every sort of value is read", "[options]") {
  Options options;
  const auto errors = ParseOptions("verbosity=2:enabled=no:json=/x/%p.json:on_deadlock=abort:exitcode=0", options);
  CHECK(errors.empty());
  CHECK(options.verbosity == 2);
  CHECK_FALSE(options.enabled);
  CHECK(options.json == "/x/%p.json");
  CHECK(options.on_deadlock == "abort");
  CHECK(options.exitcode == 0);
  CHECK(options.color == "auto");
}

TEST_CASE("Options: an empty text changes nothing and is no error", "[options]") {
  Options options;
  CHECK(ParseOptions("", options).empty());
  CHECK(ParseOptions(":: \n:", options).empty());
  CHECK(options.exitcode == 66);
}

TEST_CASE("Options: an unknown key is named with the nearest one, and the others still apply", "[options]") {
  Options options;
  const auto errors = ParseOptions("exitcdoe=1:verbosity=1:zzzzzzzz=3", options);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0] == "unknown option 'exitcdoe'; did you mean 'exitcode'?");
  CHECK(errors[1] == "unknown option 'zzzzzzzz'; help=1 lists all of them");
  CHECK(options.verbosity == 1);
  CHECK(options.exitcode == 66);
}

TEST_CASE("Options: a bad value says what the option takes", "[options]") {
  Options options;
  const auto errors = ParseOptions("exitcode=256:enabled=maybe:color=blue:hang_probe_ms=10ms:stall_ms=0", options);
  REQUIRE(errors.size() == 5);
  CHECK(errors[0] == "bad value '256' for option 'exitcode'; it takes 0..255");
  CHECK(errors[1] == "bad value 'maybe' for option 'enabled'; it takes true|false");
  CHECK(errors[2] == "bad value 'blue' for option 'color'; it takes auto|always|never");
  CHECK(Holds(errors[3], "'10ms'"));
  CHECK(Holds(errors[4], "1..3600000"));
  CHECK(options.hang_probe_ms == 100);
}

TEST_CASE("Options: a duration has its unit", "[options]") {
  const std::vector<std::pair<std::string, std::int64_t>> good = {{"0", 0},        {"0s", 0},        {"1500ms", 1500},
                                                                  {"55s", 55'000}, {"10m", 600'000}, {"2h", 7'200'000}};
  for (const auto& [text, wanted] : good) {
    Options options;
    options.deadline = 1;
    CHECK(ParseOptions("deadline=" + text, options).empty());
    CHECK(options.deadline == wanted);
  }
  for (const std::string bad : {"55", "s", "", "-1s", "1.5s", "55 s", "0x", "9000000000000000000h", "400000h"}) {
    Options options;
    const auto errors = ParseOptions("deadline=" + bad, options);
    REQUIRE(errors.size() == 1);
    CHECK(Holds(errors[0], "it takes 0, 1500ms, 55s"));
    CHECK(options.deadline == 0);
  }
}

TEST_CASE("Options: a quoted value may hold a colon", "[options]") {
  Options options;
  CHECK(ParseOptions("json='/a:b/c.json':log_path=\"x:'y'\":verbosity=1", options).empty());
  CHECK(options.json == "/a:b/c.json");
  CHECK(options.log_path == "x:'y'");
  CHECK(options.verbosity == 1);
}

TEST_CASE("Options: malformed items are errors that name the option", "[options]") {
  Options options;
  const auto errors = ParseOptions("json:log_path='a'b:json='never closed:verbosity=1", options);
  REQUIRE(errors.size() == 3);
  CHECK(Holds(errors[0], "'json' has no value"));
  CHECK(Holds(errors[1], "'log_path'"));
  CHECK(Holds(errors[2], "not closed"));
  CHECK(options.json.empty());
  CHECK(options.verbosity == 0);
}

TEST_CASE("Options: the table has a row, a default and a meaning for each", "[options]") {
  for (const OptionRow& row : OptionTable()) {
    INFO(row.name);
    CHECK_FALSE(row.help.empty());
    CHECK_FALSE(row.values.empty());
    Options options;
    CHECK(ParseOptions(std::string(row.name) + "='" + std::string(row.fallback) + "'", options).empty());
  }
}

TEST_CASE("Options: the distance counts a swap of neighbours once", "[options]") {
  CHECK(EditDistance("", "abc") == 3);
  CHECK(EditDistance("abc", "abc") == 0);
  CHECK(EditDistance("json", "josn") == 1);
  CHECK(EditDistance("kitten", "sitting") == 3);
  CHECK(Nearest("josn", {"help", "json", "color"}) == "json");
  CHECK(Nearest("nothing_like_it", {"help", "json"}).empty());
}

}  // namespace
}  // namespace snarl::report
