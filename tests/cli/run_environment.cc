// SPDX-License-Identifier: Apache-2.0
#include "cli/run_environment.h"

#include <string>
#include <vector>

#include "catch.h"
#include "cli/fault.h"
#include "cli/preload_library.h"
#include "holds.h"

namespace snarl::cli {
namespace {

const std::string kOurs = "/lib/snarl/libsnarl_preload.so";

std::string Refused(const std::string& named, const std::vector<std::string>& places) {
  try {
    return "it found " + FindPreload(named, places);
  } catch (const Fault& fault) {
    CHECK(fault.status() == kMisused);
    return fault.what();
  }
}

TEST_CASE("Run: ours is added to what is preloaded, and once", "[run]") {
  CHECK(PreloadList("", kOurs) == kOurs);
  CHECK(PreloadList("liba.so:/b/libb.so", kOurs) == kOurs + ":liba.so:/b/libb.so");
  CHECK(PreloadList("liba.so  libb.so liba.so", kOurs) == kOurs + ":liba.so:libb.so");
  CHECK(PreloadList("liba.so:" + kOurs, kOurs) == kOurs + ":liba.so");
}

TEST_CASE("Run: the caller's word on AddressSanitizer is the last", "[run]") {
  CHECK(AsanOptions("") == "verify_asan_link_order=0");
  CHECK(AsanOptions("verify_asan_link_order=1:x=y") == "verify_asan_link_order=0:verify_asan_link_order=1:x=y");
}

TEST_CASE("Run: a variable is replaced, or added, and its neighbours stay", "[run]") {
  const std::vector<std::string> before = {"A=1", "AB=2", "A=3", "B="};
  CHECK(WithVariable(before, "A", "x=y") == std::vector<std::string>{"AB=2", "B=", "A=x=y"});
  CHECK(WithVariable(before, "C", "") == std::vector<std::string>{"A=1", "AB=2", "A=3", "B=", "C="});
}

TEST_CASE("Run: the library is looked for beside the command and in the prefix of both", "[run]") {
  const std::vector<std::string> places = PreloadPlaces("/opt/snarl/bin/snarl");
  REQUIRE(places.size() >= 3);
  CHECK(places[0] == "/opt/snarl/bin/libsnarl_preload.so");
  CHECK(places[1] == "/opt/snarl/lib/snarl/libsnarl_preload.so");
  for (const std::string& place : places) CHECK(place.starts_with('/'));
  CHECK(Holds(Refused("", {"/none/a.so", "/none/b.so"}), "; looked for /none/a.so, /none/b.so ("));
  CHECK(Refused("/none/lib.so", {"/proc/self/exe"}) == "the library to preload is not there: /none/lib.so");
  CHECK(FindPreload("/proc/self/exe", {}) == ThisExecutable());
  CHECK(FindPreload("", {"/none/a.so", "/", "/proc/self/exe"}) == ThisExecutable());
}

}  // namespace
}  // namespace snarl::cli
