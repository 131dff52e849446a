// SPDX-License-Identifier: Apache-2.0
#include "views/words.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "catch.h"
#include "snarl/report/suppressions.h"
#include "views/fixtures.h"
#include "views/kinds.h"
#include "views/sides.h"
#include "views/suppress.h"

namespace snarl::views {
namespace {

using testing::At;

TEST_CASE("the verdict of a race says who does what to which variable", "[views]") {
  report::Finding race = testing::Race();
  CHECK(PlainVerdict(race) == "one thread writes `balance` while another reads it, no lock in common");
  race.witness[1].what = "previous atomic write";
  CHECK(PlainVerdict(race) == "both threads write `balance`, no lock in common");
  race.summary = "two threads access the same memory and at least one writes: 8 bytes of a heap block of 16 bytes";
  CHECK(PlainVerdict(race) == "both threads write the same 8 bytes of a heap block of 16 bytes, no lock in common");
  race.summary = "a data race";
  race.locks = {{"accounts", "mutex", 1, {}}, {"audit", "mutex", 2, {}}};
  race.threads[0].holds = {{1, false, {}}};
  CHECK(PlainVerdict(race) ==
        "both threads write the same memory, no lock in common: only one of them holds \"accounts\"");
  race.threads[1].holds = {{2, false, {}}};
  CHECK(PlainVerdict(race) ==
        "both threads write the same memory, no lock in common: one holds \"accounts\", the other \"audit\"");
}

TEST_CASE("what is no plain race keeps its own sentence", "[views]") {
  report::Finding freed = testing::Race();
  freed.summary = "use after free: a thread uses memory that another freed";
  CHECK(PlainVerdict(freed) == freed.summary);
  CHECK(PlainVerdict(testing::Deadlock()) == testing::Deadlock().summary);
  report::Finding orders = testing::Inversion();
  CHECK(PlainVerdict(orders) == orders.summary);
  orders.watcher = report::Watcher::kTsan;  // whose own sentence names no lock
  CHECK(PlainVerdict(orders) == "\"accounts\" and \"audit\" are taken in both orders, which can end in a deadlock");
  report::Finding silent = testing::Bare();
  silent.summary.clear();
  CHECK_FALSE(PlainVerdict(silent).empty());
}

TEST_CASE("a stack is reduced to the user's own frames, a recursion to one", "[views]") {
  const report::Stack stack =
      testing::Under({At("std::lock_guard<std::mutex>::lock_guard", "/usr/include/c++/12/mutex", 9),
                      At("Walk(int)", "tree.cc", 5), At("Walk(int)", "tree.cc", 6), At("main", "tree.cc", 9)});
  const auto frames = FramesThatMatter(stack);
  REQUIRE(frames.size() == 2);
  CHECK(frames[0]->line == 5);
  CHECK(frames[1]->line == 9);
  // Where nothing is the user's, the innermost are better than none.
  CHECK(FramesThatMatter(testing::Thread()).size() == 2);
  CHECK(FramesThatMatter({}).empty());
}

TEST_CASE("sides: each step with what it holds and where its thread was made", "[views]") {
  const report::Finding race = testing::Race();
  const std::vector<Side> sides = SidesOf(race);
  REQUIRE(sides.size() == 2);
  CHECK(sides[0].thread == "thread \"teller\" (T1)");
  CHECK(sides[1].thread == "thread T2");
  REQUIRE(sides[0].blocks.size() == 2);
  CHECK(sides[0].blocks[0].heading == "writes");
  CHECK(sides[0].blocks[1].heading == "was created at");
  report::Finding library = testing::Race();
  library.threads[0].created = testing::Thread();
  CHECK(SidesOf(library)[0].blocks.size() == 1);
  const report::Finding inversion = testing::Inversion();
  const std::vector<Side> orders = SidesOf(inversion);
  CHECK(orders[0].blocks[0].heading == "takes \"audit\"");
  CHECK(orders[0].blocks[1].heading == "while it holds \"accounts\"");
  report::Finding stall = testing::Deadlock();
  stall.witness.clear();
  CHECK(SidesOf(stall)[1].blocks[0].heading == "waits for \"accounts\"");
}

TEST_CASE("a name without a function is its module, and one line is one key frame", "[views]") {
  CHECK(FunctionOf({"", "", 0, "/lib/libbank.so", 0x1f}) == "libbank.so+0x1f");
  CHECK(FunctionOf(At("int bank::Get<char>(char) const", "", 0)) == "bank::Get");
  const report::Finding inversion = testing::Inversion();
  CHECK(KeyFrames(SidesOf(inversion), 9).size() == 4);
  CHECK(KeyFrames(SidesOf(inversion), 3).size() == 3);
}

TEST_CASE("the suppression that a card shows does suppress its finding", "[views]") {
  for (const report::Finding& finding : {testing::Race(), testing::Inversion(), testing::Deadlock()}) {
    INFO(finding.summary);
    const std::vector<SuppressionLine> lines = HowToSuppress(finding);
    REQUIRE_FALSE(lines.empty());
    const report::SuppressionList list = report::ParseSuppressions(lines[0].text, "f");
    REQUIRE(list.rules.size() == 1);
    CHECK(report::Suppresses(list.rules[0], finding));
    CHECK_FALSE(report::Suppresses(list.rules[0], testing::Bare()));
  }
  CHECK(HowToSuppress(testing::Race())[0].text == "data-race:^bank::Withdraw");
  CHECK(HowToSuppress(testing::Race())[1].text == "race:bank::Withdraw");
  report::Finding lambda = testing::Race();
  lambda.witness[0].second[0].function = "main::{lambda()#1}::operator()() const";
  CHECK(HowToSuppress(lambda)[1].text == "race:bank.cc");
  CHECK(HowToSuppress(testing::Inversion()).size() == 1);
  CHECK(HowToSuppress(testing::Bare()).empty());
}

TEST_CASE("every kind has a page, and its demo shows that kind", "[views]") {
  for (int i = 0; i <= static_cast<int>(report::Kind::kOther); ++i) {
    const auto kind = static_cast<report::Kind>(i);
    const KindPage& page = PageOf(kind);
    INFO(report::Name(kind));
    REQUIRE(page.kind == kind);
    CHECK(&page == &KindPages()[static_cast<std::size_t>(i)]);
    CHECK_FALSE(page.cures[0].empty());
    CHECK_FALSE(page.seen_by.empty());
    if (page.demo.empty()) continue;
    std::ifstream source(SNARL_SOURCE_DIR "/demos/" + std::string(page.demo) + ".cc");
    std::ostringstream text;
    text << source.rdbuf();
    CHECK(text.str().find(": " + std::string(report::Name(kind)) + "\n") != std::string::npos);
  }
}

}  // namespace
}  // namespace snarl::views
