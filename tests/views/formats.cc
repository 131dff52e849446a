// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catch.h"
#include "snarl/report/json.h"
#include "snarl/report/read.h"
#include "views/build_server.h"
#include "views/document.h"
#include "views/fixtures.h"
#include "views/html.h"
#include "views/markdown.h"
#include "views/picture.h"
#include "views/sarif.h"
#include "views/text.h"

namespace snarl::views {
namespace {

using nlohmann::json;

std::vector<Card> CardsOf(const std::vector<report::Finding>& findings) {
  Cards cards;
  for (const report::Finding& finding : findings)
    cards.Take(report::Finding(finding), {"run.log", "bank.transfer", ""});
  return cards.Sorted();
}

std::vector<Card> AllCards() {
  return CardsOf({testing::Race(), testing::Race(), testing::Inversion(), testing::Deadlock(), testing::Bare(),
                  testing::Hostile()});
}

TEST_CASE("text: a card shows both stacks side by side, how often, and what to do", "[views]") {
  Sources sources;
  CHECK(CardsAsText(CardsOf({testing::Race()}), sources, {false, 100}) ==
        R"(1. data-race (certain), said by ThreadSanitizer
   one thread writes `balance` while another reads it, no lock in common

   thread "teller" (T1)                            | thread T2
   writes                                          | reads
     bank::Withdraw  src/bank.cc:3                 |   bank::Audit  src/bank.cc:7
     Teller  src/bank.cc:12                        | was created at
   was created at                                  |   main  src/bank.cc:31
     main  src/bank.cc:30                          |

   seen         once, in 1 test: bank.transfer; in run.log
   to do        Guard both accesses with one lock.
   suppress     data-race:^bank::Withdraw   in suppressions=FILE in SNARL_OPTIONS
   suppress     race:bank::Withdraw   in suppressions=FILE in TSAN_OPTIONS
   more         snarl explain data-race
   fingerprint  00000000000000aa

1 bug in 1 report: 1 data-race
)");
}

TEST_CASE("text: narrow terminals get one stack below the other, and no line is wider", "[views]") {
  Sources sources;
  const std::string evidence = EvidenceAsText(testing::Race(), sources, {false, 60});
  CHECK(evidence.find(" | ") == std::string::npos);
  CHECK(evidence.find("thread T2\n   reads\n") != std::string::npos);
  report::Finding wordy = testing::Race();
  wordy.witness[0].second[0].function = std::string(300, 'f');
  wordy.threads[0].name = "a thread with a name that is longer than any terminal of this test is wide";
  for (const std::size_t width : {60U, 100U}) {
    const std::string text = EvidenceAsText(wordy, sources, {false, width});
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
      CHECK(end - at <= width);
    }
  }
}

TEST_CASE("text: no escape of the log's, and colours only where they are asked for", "[views]") {
  Sources sources;
  const std::string plain = CardsAsText(AllCards(), sources, {false, 100});
  CHECK(plain.find('\x1b') == std::string::npos);
  const std::string coloured = CardsAsText(CardsOf({testing::Race()}), sources, {true, 100});
  CHECK(coloured.find("\x1b[1;31m1. data-race\x1b[0m") != std::string::npos);
  const std::string summary = SummaryAsText(AllCards(), sources, {});
  CHECK(std::count(summary.begin(), summary.end(), '\n') == 6);
  CHECK(summary.ends_with("5 bugs in 6 reports: 3 data-race, 1 lock-order-inversion, 1 deadlock, 1 other\n") == false);
  CHECK(summary.ends_with("5 bugs in 6 reports: 2 data-race, 1 lock-order-inversion, 1 deadlock, 1 other\n"));
  CHECK(CardsAsText({}, sources, {}).empty());
}

TEST_CASE("json: cards are read back as the findings that they are", "[views]") {
  const std::vector<Card> cards = AllCards();
  const std::string text = CardsAsJson(cards);
  CHECK(CardsAsJson(AllCards()) == text);
  report::FindingsDocument document;
  std::string error;
  REQUIRE(report::ReadFindings(text, "f", document, error));
  REQUIRE(document.findings.size() == cards.size());
  for (std::size_t i = 0; i < cards.size(); ++i) {
    if (cards[i].finding.fingerprint == "00000000000000ee") continue;  // bytes that are no UTF-8 are replaced
    CHECK(report::FindingAsJson(document.findings[i]) == report::FindingAsJson(cards[i].finding));
  }
  CHECK(document.stats.at("reports") == 6);
  const json seen = json::parse(text).at("findings").at(1).at("seen");
  CHECK(seen.at("tests").at(0).at("name") == "bank.transfer");
  CHECK(seen.at("tests").at(0).at("count") == 2);
}

TEST_CASE("github: one command a card and nothing else, whatever the log holds", "[views]") {
  const Sources sources;
  CHECK(
      CardsAsGithub(CardsOf({testing::Race()}), sources) ==
      "::error file=src/bank.cc,line=3,title=Data race::one thread writes `balance` while another reads it, no lock in "
      "common%0AGuard both accesses with one lock.%0ASeen once, in 1 test: bank.transfer; in run.log. Fingerprint "
      "00000000000000aa.\n");
  const std::string text = CardsAsGithub(AllCards(), sources);
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    CHECK((text.compare(at, 8, "::error ") == 0 || text.compare(at, 10, "::warning ") == 0));
  }
}

TEST_CASE("gitlab: every entry has what the server asks for", "[views]") {
  const json report = json::parse(CardsAsGitlab(AllCards(), Sources()));
  REQUIRE(report.size() == 5);
  for (const json& entry : report) {
    CHECK_FALSE(entry.at("description").get<std::string>().empty());
    CHECK(entry.at("fingerprint").get<std::string>().size() == 16);
    CHECK_FALSE(entry.at("location").at("path").get<std::string>().empty());
    CHECK(entry.at("location").at("lines").at("begin") >= 1);
  }
  CHECK(report[0].at("severity") == "critical");
  CHECK(json::parse(CardsAsGitlab({}, Sources())).empty());
}

TEST_CASE("junit: a failed case for each card, one that passed for none", "[views]") {
  Sources sources;
  const std::string text = CardsAsJunit(AllCards(), sources);
  CHECK(text.find("tests=\"5\" failures=\"5\"") != std::string::npos);
  CHECK(text.find("classname=\"snarl.deadlock\"") != std::string::npos);
  CHECK(text.find("<script>") == std::string::npos);
  CHECK(CardsAsJunit({}, sources).find("tests=\"1\" failures=\"0\"") != std::string::npos);
}

TEST_CASE("markdown: a table and sections, in which the log can make no markup", "[views]") {
  Sources sources;
  const std::string text = CardsAsMarkdown(AllCards(), sources);
  CHECK(text.find("| 1 | `data-race` |") != std::string::npos);
  CHECK(text.find("### 5. ") != std::string::npos);
  for (std::size_t at = text.find("<script"); at != std::string::npos; at = text.find("<script", at + 1)) {
    const std::size_t line = text.rfind('\n', at) + 1;
    const std::string before = text.substr(line, at - line);
    // Escaped, in a fence (whose lines are indented), or in a code span.
    CHECK((before.ends_with('\\') || before.starts_with("   ") || before.find('`') != std::string::npos));
  }
  CHECK(CardsAsMarkdown({}, sources) == "No concurrency bug was reported.\n");
}

TEST_CASE("sarif: a result for each card, a code flow with a thread flow for each thread", "[views]") {
  const std::vector<Card> cards = AllCards();
  const json run = json::parse(CardsAsSarif(cards, Sources(), "1.2.3")).at("runs").at(0);
  REQUIRE(run.at("results").size() == cards.size());
  for (const json& result : run.at("results")) {
    CHECK(run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<std::size_t>()).at("id") ==
          result.at("ruleId"));
    CHECK(result.at("partialFingerprints").at("snarlFingerprint/v1").get<std::string>().size() == 16);
  }
  const json& race = run.at("results").at(1);  // the hostile one sorts before it
  CHECK(race.at("level") == "error");
  CHECK(race.at("occurrenceCount") == 2);
  const json& place = race.at("locations").at(0).at("physicalLocation");
  CHECK(place.at("artifactLocation").at("uri") == "src/bank.cc");
  CHECK(place.at("region").at("startLine") == 3);
  const json& flows = race.at("codeFlows").at(0).at("threadFlows");
  REQUIRE(flows.size() == 2);
  CHECK(flows.at(0).at("id") == "thread \"teller\" (T1)");
  // As it happened: made, then at the access.
  REQUIRE(flows.at(0).at("locations").size() == 2);
  CHECK(flows.at(0).at("locations").at(1).at("importance") == "essential");
  CHECK(flows.at(0).at("locations").at(1).at("stack").at("frames").size() == 2);
}

TEST_CASE("dot: locks and threads as a graph, the circle marked", "[views]") {
  const Sources sources;
  const Picture orders = PictureOf(testing::Inversion(), sources);
  CHECK(orders.nodes.size() == 2);
  REQUIRE(orders.edges.size() == 2);
  CHECK(orders.edges[0].in_cycle);
  CHECK(orders.edges[0].label == "thread \"teller\" (T1)\nsrc/bank.cc:41");
  const Picture hang = PictureOf(testing::Deadlock(), sources);
  CHECK(hang.nodes.size() == 4);
  CHECK(hang.edges.size() == 4);
  CHECK(PictureOf(testing::Race(), sources).nodes.size() == 3);
  CHECK(PictureOf(testing::Bare(), sources).nodes.empty());
  const std::string text = CardsAsDot(AllCards(), sources);
  CHECK(text.find("c3_0 -> ") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '{') >= 6);
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_CASE("html: an article for each card, each cycle drawn, nothing from elsewhere, no tag of the log's", "[views]") {
  Sources sources;
  const std::string text = CardsAsHtml(AllCards(), sources);
  CHECK(Count(text, "<article ") == 5);
  CHECK(Count(text, "<tr>") == 6);
  CHECK(Count(text, "<svg ") == 4);                  // the bare one has nothing to draw
  CHECK(Count(text, "<path class=\"cycle\"") == 6);  // two orders, and four of who waits for whom
  CHECK(Count(text, "<script>") == 1);
  CHECK(text.find("http") == text.find("http-equiv"));
  CHECK(text.find("src=") == std::string::npos);
  CHECK(text.find("thread &quot;teller&quot; (T1), waits for") != std::string::npos);  // for who hears it
  for (const char* tag : {"article", "section", "svg", "table", "dl", "ol", "pre", "details", "main", "nav"}) {
    INFO(tag);
    CHECK(Count(text, "<" + std::string(tag) + " ") + Count(text, "<" + std::string(tag) + ">") ==
          Count(text, "</" + std::string(tag) + ">"));
  }
  CHECK(CardsAsHtml({}, sources).find("No concurrency bug was reported") != std::string::npos);
}

}  // namespace
}  // namespace snarl::views
