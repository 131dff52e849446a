// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.h"

#include <string>
#include <vector>

#include "catch.h"

namespace snarl::cli {
namespace {

TEST_CASE("an option's value is found, quoted or not, and the last wins") {
  CHECK(Option("suppressions=/a:halt_on_error=1", "suppressions") == "/a");
  CHECK(Option("halt_on_error=1:suppressions='/a b:c'", "suppressions") == "/a b:c");
  CHECK(Option("suppressions=\"/a\":suppressions=/b", "suppressions") == "/b");
  CHECK(Option("x=1 suppressions=/c", "suppressions") == "/c");
  CHECK(Option("x='suppressions=/c'", "suppressions").empty());
  for (const char* none : {"", "suppressions", "suppressions=", "suppressions='/a", ":::", "=", "nosuppressions=/a"}) {
    CHECK(Option(none, "suppressions").empty());
  }
}

TEST_CASE("a demo's environment is the caller's, with our options after the caller's own") {
  const std::vector<std::string> mine = DemoEnvironment(
      {"HOME=/h", "TSAN_OPTIONS=history_size=7:exitcode=0", "SNARL_OPTIONS=json=/elsewhere"}, "/t/f", "/t/s");
  CHECK(Variable(mine, "HOME") == "/h");
  CHECK(Variable(mine, "TSAN_OPTIONS") ==
        "history_size=7:exitcode=0:atexit_sleep_ms=0:second_deadlock_stack=1:exitcode=66:suppressions='/t/s'");
  CHECK(Variable(mine, "SNARL_OPTIONS") == "json=/elsewhere:json='/t/f':exitcode=66");
  CHECK(mine.size() == 3);
  CHECK(Variable(DemoEnvironment({}, "/t/f", "/t/s"), "SNARL_OPTIONS") == "json='/t/f':exitcode=66");
  CHECK(Variable(mine, "HOM").empty());
}

}  // namespace
}  // namespace snarl::cli
