// SPDX-License-Identifier: Apache-2.0
#include "cli/gallery.h"

#include <string>
#include <vector>

#include "catch.h"
#include "cli/fault.h"

namespace snarl::cli {
namespace {

template <typename Act>
std::string ErrorOf(Act act) {
  try {
    act();
  } catch (const Fault& fault) {
    CHECK(fault.status() == kMisused);
    return fault.what();
  }
  return "";
}

const std::string kManifest =
    "races/apples\t/src/races/apples.cc\tout/apples.unsafe\tout/apples.safe\ttsan,snarl\n"
    "\n"
    "locks/apples\t/src/locks/apples.cc\tu\ts\ttsan,snarl\n"
    "locks/doorbell\t/src/locks/doorbell.cc\tu\ts\ttsan,snarl\n";

TEST_CASE("a manifest gives its demos in its order; relative paths start at its folder") {
  const std::vector<Demo> gallery = ParseGallery(kManifest, "/build/demos/gallery.tsv");
  REQUIRE(gallery.size() == 3);
  CHECK(gallery[0].name == "races/apples");
  CHECK(gallery[0].chapter() == "races");
  CHECK(gallery[0].title() == "apples");
  CHECK(gallery[0].source == "/src/races/apples.cc");
  REQUIRE(gallery[0].builds.size() == 1);
  CHECK(gallery[0].builds[0].Of(Variant::kUnsafe) == "/build/demos/out/apples.unsafe");
  CHECK(gallery[0].builds[0].Of(Variant::kSafe) == "/build/demos/out/apples.safe");
  CHECK(gallery[0].builds[0].watchers == std::vector{Watcher::kTsan, Watcher::kSnarl});
}

TEST_CASE("a wrong manifest is one line with its place") {
  const auto error_of = [](const std::string& text) {
    return ErrorOf([&] { static_cast<void>(ParseGallery(text, "g.tsv")); });
  };
  const std::string fields =
      "g.tsv:1: expected \"chapter/name, source, unsafe program, safe program, watchers\" with tabs between";
  CHECK(error_of("") == "g.tsv: it lists no demo");
  CHECK(error_of("races/apples\ta\tb\n") == fields);
  CHECK(error_of("races/apples\ta\tb\tc\ttsan\te\n") == fields);
  CHECK(error_of("races/apples\ta\t\tc\ttsan\n") == fields);
  CHECK(error_of("races/apples\ta\tb\tc\ttsan,tasn\n") == "g.tsv:1: there is no watcher \"tasn\"");
  CHECK(error_of("apples\ta\tb\tc\ttsan\n") == "g.tsv:1: expected a name \"chapter/name\", found \"apples\"");
  CHECK(error_of("r/a\ta\tb\tc\ttsan\nr/a\ta\tb\tc\ttsan\n") == "g.tsv:2: r/a stands there twice");
}

TEST_CASE("a demo of several builds has programs of each") {
  std::vector<Demo> gallery = ParseGallery(kManifest, "/tsan/gallery.tsv");
  Merge(gallery, ParseGallery("waits/bell\t/b.cc\tu\ts\trun\nraces/apples\t/a.cc\tu\ts\trun,attach\n", "/plain/g.tsv"));
  REQUIRE(gallery.size() == 4);
  CHECK(gallery[3].name == "waits/bell");
  REQUIRE(gallery[0].builds.size() == 2);
  CHECK(gallery[0].builds[1].Of(Variant::kUnsafe) == "/plain/u");
  CHECK(gallery[0].builds[1].watchers == std::vector{Watcher::kRun, Watcher::kAttach});
}

TEST_CASE("a demo is found by its whole name, or by its name alone where that is enough") {
  const std::vector<Demo> gallery = ParseGallery(kManifest, "g.tsv");
  const auto error_of = [&](const char* name) { return ErrorOf([&] { static_cast<void>(FindDemo(gallery, name)); }); };
  CHECK(FindDemo(gallery, "locks/apples").source == "/src/locks/apples.cc");
  CHECK(FindDemo(gallery, "doorbell").name == "locks/doorbell");
  CHECK(error_of("apples") == "\"apples\" is more than one demo: say races/apples or locks/apples");
  CHECK(error_of("dorbel") ==
        "no demo is called \"dorbel\" (did you mean \"doorbell\"?); \"snarl demo list\" names them all");
  CHECK(error_of("race/apples") ==
        "no demo is called \"race/apples\" (did you mean \"races/apples\"?); \"snarl demo list\" names them all");
  CHECK(error_of("philosophers") == "no demo is called \"philosophers\"; \"snarl demo list\" names them all");
}

TEST_CASE("a program that is not there is named, with how to build it") {
  const std::vector<Demo> gallery = ParseGallery("r/a\ta.cc\tno/such/a.unsafe\t/bin/sh\ttsan\n", "/g/gallery.tsv");
  CHECK(ErrorOf([&] { RequireProgram(gallery[0], gallery[0].builds[0], Variant::kUnsafe); }) ==
        "/g/no/such/a.unsafe: the unsafe program of r/a is not there; build it with \"cmake --build --preset tsan\"");
  CHECK(ErrorOf([&] { RequireProgram(gallery[0], gallery[0].builds[0], Variant::kSafe); }).empty());
}

}  // namespace
}  // namespace snarl::cli
