// SPDX-License-Identifier: Apache-2.0
#include "views/card.h"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "snarl/report/fingerprint.h"
#include "views/fixtures.h"
#include "views/words.h"

namespace snarl::views {
namespace {

std::vector<std::string> Order(const std::vector<report::Finding>& findings) {
  Cards cards;
  for (const report::Finding& finding : findings) cards.Take(report::Finding(finding), {});
  std::vector<std::string> order;
  for (const Card& card : cards.Sorted()) order.push_back(card.finding.fingerprint);
  return order;
}

TEST_CASE("cards: one for each bug, with how often and from where", "[views]") {
  Cards cards;
  report::Finding twice = testing::Race();
  twice.count = 2;
  cards.Take(std::move(twice), {"a.log", "bank.transfer", ""});
  cards.Take(testing::Deadlock(), {"a.log", "", ""});
  cards.Take(testing::Race(), {"b.log", "bank.audit", "ThreadSanitizer of clang"});
  REQUIRE(cards.size() == 2);
  CHECK(cards.reports() == 4);
  const std::vector<Card> sorted = cards.Sorted();
  CHECK(sorted[0].finding.kind == report::Kind::kDataRace);
  CHECK(sorted[0].finding.count == 3);
  CHECK(SeenWords(sorted[0]) == "3 times, in 2 tests: bank.transfer (2), bank.audit; in a.log (2), b.log");
  CHECK(sorted[0].tools.names().size() == 2);
  CHECK(SeenWords(sorted[1]) == "once; in a.log");
}

TEST_CASE("cards: the order is the same however the findings came", "[views]") {
  std::vector<report::Finding> findings = {testing::Bare(), testing::Deadlock(), testing::Inversion(), testing::Race()};
  const std::vector<std::string> order = Order(findings);
  // The surest first; what is only possible last.
  CHECK(order ==
        std::vector<std::string>{"00000000000000aa", "00000000000000cc", "00000000000000bb", "00000000000000dd"});
  std::reverse(findings.begin(), findings.end());
  CHECK(Order(findings) == order);
}

TEST_CASE("cards: a finding without a fingerprint gets its own", "[views]") {
  Cards cards;
  report::Finding finding = testing::Race();
  finding.fingerprint.clear();
  const std::string expected = report::Fingerprint(finding);
  cards.Take(std::move(finding), {});
  CHECK(cards.Sorted()[0].finding.fingerprint == expected);
}

TEST_CASE("cards: one bug that came on several lines says so", "[views]") {
  Cards cards;
  cards.Take(testing::Race(), {});
  report::Finding moved = testing::Race();
  moved.witness[0].second[0].line = 4;
  cards.Take(std::move(moved), {});
  REQUIRE(cards.size() == 1);
  CHECK(SeenWords(cards.Sorted()[0]) == "2 times; at 2 sets of lines");
}

TEST_CASE("cards: many reports of few bugs keep few findings, and many names are counted, not kept", "[views]") {
  Cards cards;
  for (int i = 0; i < 20'000; ++i) {
    report::Finding finding = testing::Race();
    finding.fingerprint = std::to_string(i % 50);
    cards.Take(std::move(finding), {"log", "test " + std::to_string(i), ""});
  }
  CHECK(cards.size() == 50);
  CHECK(cards.reports() == 20'000);
  const Card card = cards.Sorted()[0];
  CHECK(card.tests.names().size() == Tally::kNames);
  CHECK(card.tests.others() == 400 - Tally::kNames);
  CHECK(SeenWords(card).find("in more than 64 tests: test ") != std::string::npos);
}

TEST_CASE("cards: beyond the limit further bugs are counted as left out, and known ones still count", "[views]") {
  Cards cards;
  report::Finding bare = testing::Bare();
  for (std::size_t i = 0; i < Cards::kMostCards + 3; ++i) {
    bare.fingerprint = std::to_string(i);
    cards.Take(report::Finding(bare), {});
  }
  bare.fingerprint = "0";
  cards.Take(std::move(bare), {});
  CHECK(cards.size() == Cards::kMostCards);
  CHECK(cards.left_out() == 3);
  CHECK(cards.reports() == Cards::kMostCards + 4);
}

}  // namespace
}  // namespace snarl::views
