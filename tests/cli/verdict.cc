// SPDX-License-Identifier: Apache-2.0
#include "cli/verdict.h"

#include <string>

#include "catch.h"
#include "cli/demo_source.h"
#include "cli/demo_text.h"
#include "cli/fault.h"

namespace snarl::cli {
namespace {

using report::Kind;

// The error that this text gives, or "" where it gives none.
std::string ErrorOf(const std::string& text) {
  try {
    static_cast<void>(ParseDemoSource(text, "races/apples.cc"));
  } catch (const Fault& fault) {
    CHECK(fault.status() == kMisused);
    return fault.what();
  }
  return "";
}

TEST_CASE("a verdict gives each watcher's claim on each variant, with its line") {
  const Verdict verdict = ParseDemoSource(kDemoText, "races/apples.cc").verdict;
  const Claim& tsan = verdict.Of(Variant::kUnsafe, Watcher::kTsan);
  CHECK(tsan.kinds == std::vector{Kind::kDataRace});
  CHECK(tsan.Reported() == std::set{Kind::kDataRace});
  CHECK(tsan.line == 5);
  CHECK(tsan.Text() == "data-race");
  const Claim& snarl = verdict.Of(Variant::kUnsafe, Watcher::kSnarl);
  CHECK(snarl.misses);
  CHECK(snarl.Reported().empty());
  CHECK(snarl.reason == "no lock is involved");
  CHECK(snarl.Text() == "misses data-race");
  CHECK(verdict.Of(Variant::kSafe, Watcher::kTsan).Text() == "clean");
  CHECK(verdict.Of(Variant::kSafe, Watcher::kSnarl).line == 8);
}

TEST_CASE("several kinds may be declared and marked, for every watcher or for one") {
  std::string text = Changed("snarl: misses data-race -- no lock is involved", "snarl: spin, livelock");
  text.replace(text.find("<- data-race"), 12, "<- tsan data-race, spin, snarl livelock");
  const Verdict verdict = ParseDemoSource(text, "races/apples.cc").verdict;
  CHECK(verdict.Of(Variant::kUnsafe, Watcher::kSnarl).Reported() == std::set{Kind::kSpin, Kind::kLivelock});
  CHECK(verdict.Marked(Variant::kUnsafe, Watcher::kTsan, Kind::kDataRace) == std::set{13});
  CHECK(verdict.Marked(Variant::kUnsafe, Watcher::kSnarl, Kind::kDataRace).empty());
  CHECK(verdict.Marked(Variant::kUnsafe, Watcher::kSnarl, Kind::kSpin) == std::set{13});
  CHECK(verdict.Marked(Variant::kSafe, Watcher::kSnarl, Kind::kSpin).empty());
}

// The demo as a plain one.
std::string Plain() {
  std::string text;
  for (const char* variant : {"unsafe", "safe"}) {
    for (const Watcher watcher : kOfPlain) {
      const bool sees = *variant == 'u' && watcher == Watcher::kRun;
      text += "// VERDICT " + std::string(variant) + " " + std::string(Name(watcher)) +
              (*variant == 's' ? ": clean\n" : (sees ? ": data-race\n" : ": misses data-race -- it is blind\n"));
    }
  }
  const std::string whole(kDemoText);
  const std::size_t first = whole.find("// VERDICT");
  return whole.substr(0, first) + text + whole.substr(whole.find("int apples"));
}

TEST_CASE("a demo that declares for snarl run is plain, and must declare for all who watch plain demos") {
  const Verdict plain = ParseDemoSource(Plain(), "races/apples.cc").verdict;
  CHECK(plain.plain);
  CHECK(plain.Watchers() == std::vector<Watcher>(kOfPlain.begin(), kOfPlain.end()));
  CHECK(plain.Of(Variant::kUnsafe, Watcher::kRun).Reported() == std::set{Kind::kDataRace});
  CHECK(plain.Of(Variant::kUnsafe, Watcher::kDrd).misses);
  const Verdict watched = ParseDemoSource(kDemoText, "races/apples.cc").verdict;
  CHECK(!watched.plain);
  CHECK(watched.Watchers() == std::vector{Watcher::kTsan, Watcher::kSnarl});

  const auto error_without = [](std::string_view line) {
    std::string text = Plain();
    text.erase(text.find(line), line.size());
    return ErrorOf(text);
  };
  CHECK(error_without("// VERDICT safe attach: clean\n")
            .starts_with("races/apples.cc: no verdict of attach on the safe"));
  CHECK(error_without("// VERDICT unsafe drd: misses data-race -- it is blind\n")
            .starts_with("races/apples.cc: no verdict of drd on the unsafe"));
}

TEST_CASE("those who are compiled in share a play, the others have one each") {
  CHECK(Plays({Watcher::kTsan, Watcher::kSnarl}) ==
        std::vector<std::vector<Watcher>>{{Watcher::kTsan, Watcher::kSnarl}});
  CHECK(Plays({Watcher::kRun, Watcher::kAttach}) ==
        std::vector<std::vector<Watcher>>{{Watcher::kRun}, {Watcher::kAttach}});
  CHECK(Plays({}).empty());
}

TEST_CASE("a wrong verdict is one line with its place and what is expected") {
  struct Case {
    const char* from;
    const char* to;
    const char* error;
  };
  const Case cases[] = {
      {"// VERDICT safe snarl: clean\n", "",
       "races/apples.cc: no verdict of snarl on the safe variant; expected a line"},
      {"safe tsan: clean", "safe tsan clean",
       "races/apples.cc:7: expected \"// VERDICT unsafe|safe tsan|snarl|run|attach|helgrind|drd: clean\""},
      {"safe tsan: clean", "safe valgrind: clean", "races/apples.cc:7: expected \"// VERDICT"},
      {"safe tsan: clean", "safe helgrind: clean",
       "races/apples.cc:6: a demo is played by run, attach, helgrind and drd, or"},
      {"safe tsan: clean", "sane tsan: clean", "races/apples.cc:7: expected \"// VERDICT"},
      {"safe tsan: clean", "safe tsan:", "races/apples.cc:7: expected \"// VERDICT"},
      {"safe tsan: clean", "safe tsan: data-race", "races/apples.cc:7: the safe variant must be clean"},
      {"safe tsan: clean", "safe tsan: misses data-race -- it hides",
       "races/apples.cc:7: the safe variant must be clean"},
      {"safe tsan: clean", "safe snarl: clean",
       "races/apples.cc:8: a second verdict of snarl on the safe variant; expected one, and line 7 has it"},
      {"unsafe tsan: data-race", "unsafe tsan: clean", "races/apples.cc:5: the unsafe variant cannot be clean"},
      {"unsafe tsan: data-race", "unsafe tsan: data-rase",
       "races/apples.cc:5: \"data-rase\" is no kind of finding (did you mean \"data-race\"?)"},
      {"unsafe tsan: data-race", "unsafe tsan: data-race, data-race",
       "races/apples.cc:5: \"data-race\" stands there twice"},
      {"unsafe tsan: data-race", "unsafe tsan: data-race,", "races/apples.cc:5: expected \"// VERDICT"},
      {"unsafe tsan: data-race", "unsafe tsan: misses data-race -- it cannot",
       "races/apples.cc:6: all watchers miss the bug; expected one at least to report it"},
      {" -- no lock is involved", "", "races/apples.cc:6: a miss needs its reason: expected \"misses kind -- reason\""},
      {" -- no lock is involved", " --", "races/apples.cc:6: a miss needs its reason"},
      {"<- data-race", "<- data-rase", "races/apples.cc:13: \"data-rase\" is no kind of finding"},
      {"<- data-race", "<-", "races/apples.cc:13: expected a mark \"// <- kind, kind\""},
      {"<- data-race", "<- valgrind data-race", "races/apples.cc:13: expected a mark"},
      {"<- data-race", "<- helgrind data-race",
       "races/apples.cc:13: marked data-race, which no VERDICT unsafe helgrind line declares"},
      {"<- data-race", "<- deadlock", "races/apples.cc:13: marked deadlock, which no VERDICT unsafe line declares"},
      {"<- data-race", "<- snarl data-race",
       "races/apples.cc:13: marked data-race, which no VERDICT unsafe snarl line declares"},
      {"int apples = 0;", "int apples = 0;  // <- data-race",
       "races/apples.cc:9: a mark outside of namespace unsafe; expected marks only there"},
      {"void Buy() {}", "void Buy() {}  // <- data-race", "races/apples.cc:17: a mark outside of namespace unsafe"},
  };
  for (const Case& wrong : cases) {
    INFO(wrong.from << " -> " << wrong.to);
    const std::string error = ErrorOf(Changed(wrong.from, wrong.to));
    CHECK(error.substr(0, std::string_view(wrong.error).size()) == wrong.error);
    CHECK(error.find('\n') == error.npos);
  }
  CHECK(ErrorOf(std::string(kDemoText)).empty());
}

TEST_CASE("a line is cut from its mark") {
  CHECK(WithoutMark("  ++apples;  // <- data-race") == "  ++apples;");
  CHECK(WithoutMark("  ++apples;  // one more") == "  ++apples;  // one more");
  CHECK(WithoutMark("// <- data-race").empty());
  CHECK(MarkText("  ++apples;  // <- tsan data-race ") == "tsan data-race");
  CHECK(MarkText("  ++apples;").empty());
}

}  // namespace
}  // namespace snarl::cli
