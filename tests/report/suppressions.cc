// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/suppressions.h"

#include <string>
#include <vector>

#include "catch.h"

namespace snarl::report {
namespace {

Stack At(const std::string& function, const std::string& file, const std::string& module) {
  return {{"std::mutex::lock", "/usr/include/c++/12/bits/std_mutex.h", 100, module, 16},
          {function, file, 31, module, 64}};
}

Finding Inversion() {
  Finding finding;
  finding.kind = Kind::kLockOrderInversion;
  finding.locks = {{"cloud lock", "mutex", 1, At("Made()", "made.cc", "/lib/libmade.so")}};
  ThreadInfo thread;
  thread.id = 2;
  thread.created = At("Creator()", "creator.cc", "/lib/libcreator.so");
  thread.holds = {{1, false, At("Holder()", "holder.cc", "/lib/libholder.so.3")}};
  thread.now = At("Waiter()", "waiter.cc", "/lib/libwaiter.so.3");
  finding.threads = {thread};
  finding.witness = {{2, "", 1, 2, At("Save(Document*)", "src/editor.cc", "/bin/editor"),
                      At("Sync()", "sync.cc", "/lib/libsync.so.3")}};
  return finding;
}

bool Suppressed(const std::string& line, const Finding& finding = Inversion()) {
  const SuppressionList list = ParseSuppressions(line, "ours.txt");
  CHECK(list.errors.empty());
  return list.rules.size() == 1 && Suppresses(list.rules[0], finding);
}

TEST_CASE("Suppressions: a pattern is found anywhere, unless it is pinned", "[suppressions]") {
  CHECK(PatternMatches("Save", "editor::Save(int)"));
  CHECK(PatternMatches("ed*Save", "my editor::Save(int)"));
  CHECK(PatternMatches("^editor::*(int)$", "editor::Save(int)"));
  CHECK(PatternMatches("a*b*c$", "a b c b c"));
  CHECK(PatternMatches("Save$", "SaveAll then Save"));
  CHECK(PatternMatches("^Save", "SaveAll"));
  CHECK(PatternMatches("", "anything"));
  CHECK(PatternMatches("**", "anything"));
  CHECK(PatternMatches("operator^=", "Set::operator^=(Set)"));

  CHECK_FALSE(PatternMatches("save", "Save"));
  CHECK_FALSE(PatternMatches("^Save", "editor::Save"));
  CHECK_FALSE(PatternMatches("Save$", "Save(int)"));
  CHECK_FALSE(PatternMatches("^Save$", "SaveAll"));
  CHECK_FALSE(PatternMatches("Save*ed", "ed Save"));
  CHECK_FALSE(PatternMatches("a*b*c$", "a b c b"));
  CHECK_FALSE(PatternMatches("*", ""));
}

TEST_CASE("Suppressions: function, file, library and lock are looked at", "[suppressions]") {
  CHECK(Suppressed("lock-order-inversion:^Save(Document*)$"));
  CHECK(Suppressed("lock-order-inversion:^Sync()$"));
  CHECK(Suppressed("lock-order-inversion:src/editor.cc"));
  CHECK(Suppressed("lock-order-inversion:libsync.so"));
  CHECK(Suppressed("lock-order-inversion:^cloud lock$"));
  CHECK(Suppressed("lock-order-inversion:^Holder()$"));
  CHECK(Suppressed("lock-order-inversion:^waiter.cc$"));
  CHECK(Suppressed("*:Sync"));

  // Each has a twin that is nearly the same.
  CHECK_FALSE(Suppressed("deadlock:^Save(Document*)$"));
  CHECK_FALSE(Suppressed("lock-order-inversion:^Sync$"));
  CHECK_FALSE(Suppressed("lock-order-inversion:src/editor.h"));
  CHECK_FALSE(Suppressed("lock-order-inversion:libsync.so$"));
  CHECK_FALSE(Suppressed("lock-order-inversion:^cloud$"));
  CHECK_FALSE(Suppressed("*:Synk"));
}

TEST_CASE("Suppressions: where a thread was created and a lock was made does not count", "[suppressions]") {
  CHECK_FALSE(Suppressed("*:Creator"));
  CHECK_FALSE(Suppressed("*:libcreator"));
  CHECK_FALSE(Suppressed("*:made.cc"));
}

TEST_CASE("Suppressions: a star alone means all of a kind, also where nothing has a name", "[suppressions]") {
  Finding nameless;
  nameless.kind = Kind::kStall;
  nameless.witness = {{1, "waits", 0, 0, {}, {{"", "", 0, "", 64}}}};
  CHECK(Suppressed("stall:*", nameless));
  CHECK(Suppressed("*:*", nameless));
  CHECK_FALSE(Suppressed("spin:*", nameless));
  CHECK_FALSE(Suppressed("stall:a*", nameless));
}

TEST_CASE("Suppressions: comments, blanks and the ends of lines are no rules", "[suppressions]") {
  const SuppressionList list =
      ParseSuppressions("# ours\n\n  deadlock : Save \r\n\t# more\n*:a::b:c\n*:#no comment", "ours.txt");
  CHECK(list.errors.empty());
  REQUIRE(list.rules.size() == 3);
  CHECK(list.rules[0].kind == "deadlock");
  CHECK(list.rules[0].pattern == "Save");
  CHECK(list.rules[0].line == 3);
  CHECK(list.rules[1].pattern == "a::b:c");
  CHECK(list.rules[1].line == 5);
  CHECK(list.rules[2].pattern == "#no comment");
  CHECK(ParseSuppressions("", "ours.txt").rules.empty());
}

TEST_CASE("Suppressions: a bad line is named, and the others work", "[suppressions]") {
  const SuppressionList list =
      ParseSuppressions("Save\ndeadlok:Save\nrace:Save\n:Save\nstall:\nspin:Save\n", "ours.txt");
  REQUIRE(list.errors.size() == 5);
  CHECK(list.errors[0] == "ours.txt:1: expected kind:pattern, found \"Save\"");
  CHECK(list.errors[1] == "ours.txt:2: no kind of finding is called \"deadlok\"; did you mean \"deadlock\"?");
  CHECK(list.errors[2] ==
        "ours.txt:3: no kind of finding is called \"race\"; it is * or one of data-race, atomicity-violation, "
        "lock-order-inversion, deadlock, self-deadlock, orphaned-lock, lost-wakeup, livelock, spin, stall, "
        "unlock-not-owner, unlock-unlocked, destroy-locked, thread-leak, other");
  CHECK(list.errors[3].starts_with("ours.txt:4: no kind of finding is called \"\"; "));
  CHECK(list.errors[4] == "ours.txt:5: there is no pattern after \"stall:\"; * matches anything");
  REQUIRE(list.rules.size() == 1);
  CHECK(list.rules[0].kind == "spin");
  CHECK(list.rules[0].line == 6);
}

}  // namespace
}  // namespace snarl::report
