// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/json.h"

#include <nlohmann/json.hpp>
#include <string>

#include "catch.h"
#include "random.h"
#include "snarl/report/json_writer.h"

namespace snarl::report {
namespace {

// What a reader gets out of a string that we wrote.
std::string ThereAndBack(std::string_view text) {
  JsonWriter json;
  json.String(text);
  return nlohmann::json::parse(json.text()).get<std::string>();
}

constexpr const char* kReplaced = "\xEF\xBF\xBD";

TEST_CASE("JSON: strings come back as they were", "[json]") {
  for (const std::string text :
       {"", "plain", "quote \" and \\", "tab\tline\nreturn\rbell\a", "umlaut \xc3\xa4, dot \xc2\xb7",
        "rocket \xf0\x9f\x9a\x80", "last \xf4\x8f\xbf\xbf", "\x7f"}) {
    INFO(text);
    CHECK(ThereAndBack(text) == text);
  }
  CHECK(ThereAndBack(std::string_view("a\0b", 3)) == std::string("a\0b", 3));
}

TEST_CASE("JSON: a byte that is no UTF-8 is replaced, and only that byte", "[json]") {
  const std::string r = kReplaced;
  CHECK(ThereAndBack("a\xff"
                     "b") == "a" + r + "b");
  CHECK(ThereAndBack("\x80") == r);
  CHECK(ThereAndBack("cut \xc3") == "cut " + r);
  CHECK(ThereAndBack("\xc3(") == r + "(");
  CHECK(ThereAndBack("\xc0\xaf") == r + r);                  // overlong '/'
  CHECK(ThereAndBack("\xe0\x80\xaf") == r + r + r);          // overlong, three bytes
  CHECK(ThereAndBack("\xed\xa0\x80") == r + r + r);          // a surrogate
  CHECK(ThereAndBack("\xf4\x90\x80\x80") == r + r + r + r);  // above U+10FFFF
  CHECK(ThereAndBack("\xf0\x9f\x9a") == r + r + r);
}

TEST_CASE("JSON: random bytes always make a document", "[json]") {
  testing::Random random(0x15011);
  INFO("SNARL_TEST_SEED=" << testing::Seed());
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint32_t i = random.Below(24); i > 0; --i) {
      constexpr unsigned char kInteresting[] = {0x00, 0x1f, 0x22, 0x5c, 0x7f, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xf4};
      const bool pick = random.OneIn(2);
      text += static_cast<char>(pick ? kInteresting[random.Below(std::size(kInteresting))] : random.Below(256));
    }
    const std::string back = ThereAndBack(text);
    // What came back is UTF-8 and needs no second repair.
    CHECK(ThereAndBack(back) == back);
  }
}

TEST_CASE("JSON: an empty document has every part", "[json]") {
  ProcessInfo process;
  process.pid = 7;
  const auto document = nlohmann::json::parse(DocumentAsJson(process, {}, {}, {}));
  CHECK(document.at("schema") == "snarl-findings/1");
  CHECK(document.at("process").at("pid") == 7);
  CHECK(document.at("process").at("ended") == "");
  CHECK(document.at("findings").is_array());
  CHECK(document.at("findings").empty());
  CHECK(document.at("dismissed").empty());
  CHECK(document.at("stats").is_object());
}

TEST_CASE("JSON: findings stand in the document member by member", "[json]") {
  Finding finding;
  finding.kind = Kind::kDeadlock;
  finding.certainty = Certainty::kCertain;
  finding.summary = "2 threads";
  finding.count = 2;
  const Stack stack = {{"Save()", "editor.cc", 12, "/bin/editor", 0x4af}};
  finding.threads.push_back({2, "save", 99, {}, {{1, true, stack}}, 5, "exclusive", 120, stack});
  finding.witness.push_back({2, "", 1, 5, stack, {}});
  const auto document = nlohmann::json::parse(DocumentAsJson({}, {FindingAsJson(finding), FindingAsJson(Finding())},
                                                             {{"a -> a", "one thread"}}, {{"locks", 2}}));
  REQUIRE(document.at("findings").size() == 2);
  const auto& read = document.at("findings").at(0);
  CHECK(read.at("kind") == "deadlock");
  CHECK(read.at("watcher") == "snarl");
  CHECK(read.at("count") == 2);
  CHECK(read.at("threads").at(0).at("holds").at(0).at("shared") == true);
  CHECK(read.at("threads").at(0).at("waits_for") == 5);
  CHECK(read.at("witness").at(0).at("first").at(0).at("line") == 12);
  CHECK(read.at("witness").at(0).at("first").at(0).at("offset") == 0x4af);
  CHECK(read.at("witness").at(0).at("second").empty());
  CHECK(document.at("dismissed").at(0).at("reason") == "one thread");
  CHECK(document.at("stats").at("locks") == 2);
}

}  // namespace
}  // namespace snarl::report
