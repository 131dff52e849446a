// SPDX-License-Identifier: Apache-2.0
#include "views/baseline.h"

#include <string>
#include <vector>

#include "catch.h"
#include "views/fixtures.h"

namespace snarl::views {
namespace {

std::vector<Card> CardsOf(const std::vector<report::Finding>& findings) {
  Cards cards;
  for (const report::Finding& finding : findings) cards.Take(report::Finding(finding), {});
  return cards.Sorted();
}

TEST_CASE("a baseline is a line for each bug, sorted, and is read back", "[views]") {
  const std::vector<Card> cards = CardsOf({testing::Deadlock(), testing::Race(), testing::Bare()});
  const std::string text = BaselineAsText(cards, {});
  CHECK(text ==
        "# snarl-baseline/1\n"
        "# Known bugs, one a line: fingerprint, kind, and words for people. Made by snarl diff --write-baseline.\n"
        "00000000000000aa data-race  bank::Audit (bank.cc), bank::Withdraw (bank.cc)\n"
        "00000000000000cc deadlock  Report (bank.cc), Transfer (bank.cc)\n"
        "00000000000000dd other\n");
  CHECK(IsBaseline(text));
  const Baseline baseline = ParseBaseline(text, "f");
  CHECK(baseline.errors.empty());
  CHECK(baseline.words.size() == 3);
  const Comparison comparison = Compare(baseline, cards);
  CHECK(comparison.fresh.empty());
  CHECK(comparison.gone.empty());
  CHECK(comparison.unchanged == 3);
}

TEST_CASE("a baseline stays as it is when lines move and threads change places", "[views]") {
  report::Finding race = testing::Race();
  const std::string before = BaselineAsText(CardsOf({race}), {});
  std::swap(race.witness[0], race.witness[1]);
  race.witness[0].second[0].line = 99;
  race.count = 7;
  CHECK(BaselineAsText(CardsOf({race}), {}) == before);
}

TEST_CASE("words that a person wrote into a baseline stay as long as the bug does", "[views]") {
  const Baseline known =
      ParseBaseline("# snarl-baseline/1\n00000000000000aa known, issue 12\n00000000000000ff old\n", "f");
  const std::string text = BaselineAsText(CardsOf({testing::Race()}), known);
  CHECK(text.ends_with("\n00000000000000aa known, issue 12\n"));
}

TEST_CASE("against a baseline: new, gone and unchanged", "[views]") {
  const Baseline known = BaselineOf(CardsOf({testing::Race(), testing::Bare()}));
  const Comparison comparison = Compare(known, CardsOf({testing::Race(), testing::Deadlock()}));
  REQUIRE(comparison.fresh.size() == 1);
  CHECK(comparison.fresh[0].finding.kind == report::Kind::kDeadlock);
  CHECK(comparison.unchanged == 1);
  REQUIRE(comparison.gone.size() == 1);
  CHECK(comparison.gone.begin()->first == "00000000000000dd");
}

TEST_CASE("what is no line of a baseline is named", "[views]") {
  const Baseline baseline = ParseBaseline(
      "# snarl-baseline/1\r\n\n  00000000000000aa  data-race\nnonsense here\n00000000000000AA x\n", "known");
  CHECK(baseline.words.size() == 1);
  CHECK(baseline.words.at("00000000000000aa") == "data-race");
  REQUIRE(baseline.errors.size() == 2);
  CHECK(baseline.errors[0] == "known:4: expected a fingerprint of 16 hex digits, found \"nonsense\"");
  CHECK_FALSE(IsBaseline("{\"schema\": \"snarl-findings/1\"}"));
  CHECK_FALSE(IsBaseline(""));
}

}  // namespace
}  // namespace snarl::views
