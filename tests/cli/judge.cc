// SPDX-License-Identifier: Apache-2.0
#include "cli/judge.h"

#include <string>
#include <vector>

#include "catch.h"
#include "cli/demo_source.h"
#include "holds.h"

namespace snarl::cli {
namespace {

using report::Finding;
using report::Kind;

constexpr std::string_view kSource = "/src/demos/hangs/meeting.cc";
constexpr std::string_view kName = "hangs/meeting";
const std::vector<Watcher> kBoth = {Watcher::kTsan, Watcher::kSnarl};

// Lines 12 and 13 are marked data-race for both, 14 deadlock.
constexpr std::string_view kText = R"(// SPDX-License-Identifier: Apache-2.0
//
// A meeting.
//
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean

namespace unsafe {
void Meet() {
  one();    // <- data-race
  two();    // <- data-race
  three();  // <- deadlock
}
}  // namespace unsafe

namespace safe {
void Meet() {}
}  // namespace safe
)";

report::Stack At(int line, const std::string& file = "/src/demos/hangs/meeting.cc") {
  return {{"std::mutex::lock", "/usr/include/c++/12/mutex", 100, "", 0},
          {"Meet()", file, line, "", 0},
          {"main", file, 90, "", 0}};
}

Finding Race(const std::vector<int>& lines) {
  Finding finding;
  finding.kind = Kind::kDataRace;
  finding.watcher = report::Watcher::kTsan;
  for (const int line : lines) finding.witness.push_back({1, "write", 0, 0, At(80), At(line)});
  return finding;
}

Finding Deadlock(const std::vector<int>& lines) {
  Finding finding;
  finding.kind = Kind::kDeadlock;
  finding.watcher = report::Watcher::kSnarl;
  for (const int line : lines) {
    finding.threads.emplace_back();
    finding.threads.back().now = At(line);
  }
  return finding;
}

Finding Of(report::Watcher watcher, Finding finding) {
  finding.watcher = watcher;
  return finding;
}

Finding Of(Kind kind, Finding finding) {
  finding.kind = kind;
  return finding;
}

Outcome Ended(int status, std::vector<Finding> findings) {
  Outcome outcome;
  outcome.status = status;
  outcome.findings = std::move(findings);
  return outcome;
}

struct Case {
  const char* what;
  Variant variant;
  Outcome outcome;
  std::vector<std::string> complaints;  // each a part of one, in order; none: as declared
  bool broken = false;
};

TEST_CASE("the judge compares exactly, in both directions") {
  const DemoSource source = ParseDemoSource(kText, std::string(kSource));
  constexpr Variant kUnsafe = Variant::kUnsafe;
  constexpr Variant kSafe = Variant::kSafe;
  const Finding race = Race({12, 13});
  const Finding deadlock = Deadlock({14, 14});
  const std::vector<Case> cases = {
      {"as declared", kUnsafe, Ended(66, {race, deadlock}), {}},
      {"a silent twin", kSafe, Ended(0, {}), {}},
      {"the sites are the union of the findings", kUnsafe, Ended(66, {Race({12}), Race({13}), deadlock}), {}},
      {"the order and number of findings do not matter", kUnsafe, Ended(66, {deadlock, race, race}), {}},

      {"a kind that did not come",
       kUnsafe,
       Ended(66, {deadlock}),
       {"expected tsan data-race at meeting.cc:12, :13 (meeting.cc:5 declares \"data-race\"), came none"}},
      {"nothing came",
       kUnsafe,
       Ended(0, {}),
       {"expected tsan data-race", "expected snarl deadlock at meeting.cc:14",
        "expected exit status 66 (flagged), came 0"}},
      {"a kind that is not declared",
       kUnsafe,
       Ended(66, {race, deadlock, Of(Kind::kSpin, Deadlock({12}))}),
       {"expected no snarl spin (meeting.cc:6 declares \"deadlock\"), came one at meeting.cc:12"}},
      {"the right kind from the wrong watcher",
       kUnsafe,
       Ended(66, {Of(report::Watcher::kSnarl, race), deadlock}),
       {"expected tsan data-race", "expected no snarl data-race"}},
      {"another kind",
       kUnsafe,
       Ended(66, {race, Of(Kind::kStall, deadlock)}),
       {"expected snarl deadlock at meeting.cc:14", "expected no snarl stall"}},
      {"a marked line that was not reported",
       kUnsafe,
       Ended(66, {Race({12}), deadlock}),
       {"expected tsan data-race at meeting.cc:12, :13, came at meeting.cc:12; marked but not reported: "
        "meeting.cc:13"}},
      {"a reported line that is not marked",
       kUnsafe,
       Ended(66, {Race({12, 13, 15}), deadlock}),
       {"came at meeting.cc:12, :13, :15; reported but not marked: meeting.cc:15"}},
      {"one line off",
       kUnsafe,
       Ended(66, {race, Deadlock({15})}),
       {"marked but not reported: meeting.cc:14; reported but not marked: meeting.cc:15"}},
      {"a finding that points nowhere into the demo",
       kUnsafe,
       Ended(66, {race, Deadlock({})}),
       {"expected snarl deadlock at meeting.cc:14, came at no line of the demo"}},
      {"a finding in the safe variant",
       kSafe,
       Ended(66, {race}),
       {"expected no tsan data-race (meeting.cc:7 declares \"clean\"), came one at meeting.cc:12, :13",
        "expected exit status 0 (clean), came 66"}},

      {"a missed cue", kUnsafe, Ended(70, {}), {"came exit status 70", "", "", ""}, true},
      {"a crash after all was said", kUnsafe, Ended(134, {race, deadlock}), {"came 134", "came 134"}, true},
      {"a failed assertion in the safe variant", kSafe, Ended(1, {}), {"came 1: it crashed", "came 1"}, true},
      {"66 without a finding", kSafe, Ended(66, {}), {"came 66 with 0 of them", "came 66"}, true},
      {"a finding without 66", kUnsafe, Ended(0, {race, deadlock}), {"came 0 with 2 of them", "came 0"}, true},
  };
  for (const Case& one : cases) {
    INFO(one.what);
    const std::vector<Complaint> complaints = Judge({source, one.variant, kName, kBoth}, one.outcome);
    CAPTURE(complaints.size(), complaints.empty() ? "" : complaints.front().text);
    REQUIRE(complaints.size() == one.complaints.size());
    bool broken = false;
    for (std::size_t i = 0; i < complaints.size(); ++i) {
      CHECK(Holds(complaints[i].text, one.complaints[i]));
      broken = broken || complaints[i].broken;
    }
    CHECK(broken == one.broken);
  }
}

TEST_CASE("a run that came to no end of its own is broken, whatever it reported") {
  const DemoSource source = ParseDemoSource(kText, std::string(kSource));
  const Declared declared{source, Variant::kSafe, kName, kBoth};
  Outcome timed_out = Ended(0, {});
  timed_out.signal = 9;
  timed_out.timed_out = true;
  timed_out.seconds = 40;
  Outcome killed = Ended(0, {});
  killed.signal = 11;
  Outcome unread = Ended(0, {});
  unread.unread = "the program wrote none";
  const std::pair<Outcome, const char*> cases[] = {
      {timed_out, "expected an end by itself, came the time limit after 40 s"},
      {killed, "expected an end by itself, came signal 11 (Segmentation fault)"},
      {unread, "expected a findings document, came none: the program wrote none"},
  };
  for (const auto& [outcome, complaint] : cases) {
    const std::vector<Complaint> complaints = Judge(declared, outcome);
    REQUIRE(!complaints.empty());
    CHECK(complaints.front().broken);
    CHECK(complaints.front().text == complaint);
  }
}

// The demo as a plain one: lines shift by six.
DemoSource PlainSource() {
  std::string text(kText);
  const auto replace = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  replace("// VERDICT unsafe tsan: data-race\n// VERDICT unsafe snarl: deadlock\n",
          "// VERDICT unsafe tsan: misses deadlock -- blind\n// VERDICT unsafe run: deadlock\n"
          "// VERDICT unsafe attach: misses deadlock -- blind\n// VERDICT unsafe helgrind: misses deadlock -- blind\n"
          "// VERDICT unsafe drd: misses deadlock -- blind\n");
  replace("// VERDICT safe snarl: clean\n",
          "// VERDICT safe run: clean\n// VERDICT safe attach: clean\n// VERDICT safe helgrind: clean\n"
          "// VERDICT safe drd: clean\n");
  replace("one();    // <- data-race", "one();");
  replace("two();    // <- data-race", "two();");
  return ParseDemoSource(text, std::string(kSource));
}

TEST_CASE("what a plain demo shows hangs, or Snarl has ended it; its cure does not hang") {
  const DemoSource source = PlainSource();
  const auto said = [&](Variant variant, Watcher watcher, const Outcome& outcome) {
    std::string text;
    for (const Complaint& one : Judge({source, variant, kName, {watcher}}, outcome)) {
      text += (one.broken ? "broken: " : "") + one.text + "\n";
    }
    return text;
  };
  Outcome hung = Ended(0, {});
  hung.hung = true;
  hung.signal = 9;
  Outcome flagged = hung;
  flagged.findings = {Deadlock({20, 20})};
  constexpr Variant kUnsafe = Variant::kUnsafe;
  CHECK(said(kUnsafe, Watcher::kRun, flagged).empty());
  CHECK(said(kUnsafe, Watcher::kRun, Ended(66, {Deadlock({20})})).empty());
  CHECK(said(kUnsafe, Watcher::kDrd, hung).empty());
  CHECK(Holds(said(kUnsafe, Watcher::kRun, hung), "expected run deadlock at meeting.cc:20"));
  CHECK(Holds(said(kUnsafe, Watcher::kAttach, flagged), "expected no attach deadlock"));
  CHECK(Holds(said(kUnsafe, Watcher::kDrd, Ended(0, {})), "expected that it hangs, came an end with status 0"));
  CHECK(Holds(said(kUnsafe, Watcher::kDrd, Ended(70, {})), "broken: expected the bug to happen"));
  CHECK(said(Variant::kSafe, Watcher::kRun, Ended(0, {})).empty());
  CHECK(said(Variant::kSafe, Watcher::kAttach, hung) == "expected an end by itself, came a hang\n");
}

TEST_CASE("a site is the first frame in the demo's own source") {
  const DemoSource source = ParseDemoSource(kText, std::string(kSource));
  Finding finding = Race({12});
  CHECK(Sites(finding, source, kName) == std::set{12});
  finding.witness.front().second = At(13, "/src/demos/../demos/hangs/meeting.cc");
  CHECK(Sites(finding, source, kName) == std::set{13});
  finding.witness.front().second = At(13, "/elsewhere/hangs/meeting.cc");
  CHECK(Sites(finding, source, kName) == std::set{13});
  finding.witness.front().second = At(13, "hangs/meeting.cc");
  CHECK(Sites(finding, source, kName) == std::set{13});
  for (const char* other : {"/src/demos/chain_hangs/meeting.cc", "/src/demos/locks/meeting.cc", "meeting.cc", ""}) {
    finding.witness.front().second = At(13, other);
    CHECK(Sites(finding, source, kName).empty());
  }
  // A frame outside of both variants, as that of main() which waits for its cast, is none of the demo's bug.
  finding.witness.front().second = At(40);
  CHECK(Sites(finding, source, kName).empty());
  // With a witness, where the threads are now is no site.
  finding.threads = Deadlock({14}).threads;
  CHECK(Sites(finding, source, kName).empty());
}

TEST_CASE("what a watcher said, in a few words") {
  const DemoSource source = ParseDemoSource(kText, std::string(kSource));
  const Outcome outcome = Ended(66, {Race({13, 12}), Of(Kind::kThreadLeak, Of(report::Watcher::kTsan, Deadlock({})))});
  CHECK(Said(Watcher::kTsan, outcome, source, kName) == "data-race at meeting.cc:12, :13; thread-leak");
  CHECK(Said(Watcher::kSnarl, outcome, source, kName) == "nothing");
}

}  // namespace
}  // namespace snarl::cli
