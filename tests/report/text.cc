// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/text.h"

#include <cstdlib>
#include <string>

#include "catch.h"
#include "holds.h"

namespace snarl::report {
namespace {

Stack At(const std::string& function, int line) {
  return {{function, "editor.cc", line, "/bin/editor", 64},
          {"std::__invoke_impl", "/usr/include/c++/12/bits/invoke.h", 61, "/bin/editor", 80},
          {"start_thread", "nptl/pthread_create.c", 442, "/lib/libc.so.6", 96}};
}

Finding Deadlock() {
  Finding finding;
  finding.kind = Kind::kDeadlock;
  finding.certainty = Certainty::kCertain;
  finding.summary = "2 threads wait for each other and can never go on";
  finding.advice = "Take both locks in one order";
  finding.fingerprint = "00112233445566ff";
  finding.locks = {{"file lock", "mutex", 1, At("main", 70)}, {"cloud lock", "mutex", 2, {}}};
  finding.threads = {
      {2, "save", 4711, At("main", 80), {{1, false, At("Save()", 31)}}, 2, "exclusive", 120, At("Save()", 33)},
      {3, "sync", 4712, {}, {{2, false, At("Sync()", 41)}}, 1, "exclusive", 0, At("Sync()", 43)}};
  finding.witness = {{2, "", 1, 2, At("Save()", 31), At("Save()", 33)},
                     {3, "", 2, 1, At("Sync()", 41), At("Sync()", 43)}};
  return finding;
}

TEST_CASE("Text: a deadlock reads like an answer", "[text]") {
  CHECK(FindingAsText(Deadlock(), false) ==
        R"(SNARL: deadlock (certain): 2 threads wait for each other and can never go on
  cycle: save -> "cloud lock" -> sync -> "file lock" -> save

  thread "save" (T2), tid 4711, has waited 120 ms for "cloud lock", held by thread "sync" (T3), at:
    #0 Save() editor.cc:33
    holds "file lock", taken at:
      #0 Save() editor.cc:31
    created at main editor.cc:80

  thread "sync" (T3), tid 4712, waits for "file lock", held by thread "save" (T2), at:
    #0 Sync() editor.cc:43
    holds "cloud lock", taken at:
      #0 Sync() editor.cc:41

  lock "file lock" (mutex) first used at main editor.cc:70
  what to do: Take both locks in one order
  fingerprint: 00112233445566ff

)");
}

TEST_CASE("Text: a circle of threads of one name tells them apart", "[text]") {
  Finding finding = Deadlock();
  finding.threads.push_back({4, "sync", 0, {}, {}, 0, "", 0, {}});
  CHECK(CycleAsText(finding) == R"(save -> "cloud lock" -> sync (T3) -> "file lock" -> save)");
  finding.threads[0].name = "sync";
  CHECK(CycleAsText(finding) == R"(sync (T2) -> "cloud lock" -> sync (T3) -> "file lock" -> sync (T2))");
}

TEST_CASE("Text: what all threads do, without a word on what is wrong", "[text]") {
  Finding finding = Deadlock();
  finding.threads[0] = {2, "save", 4711, {}, {{1, false, At("Save()", 31)}},
                        0, "",     0,    {}, "runs, 1.20 s of processor time"};
  finding.threads.push_back({0, "stranger", 4713, {}, {}, 0, "", 0, {}, "sleeps in read()"});
  CHECK(ThreadsAsText(finding, false) == R"(
  thread "save" (T2), tid 4711, runs, 1.20 s of processor time
    holds "file lock", taken at:
      #0 Save() editor.cc:31

  thread "sync" (T3), tid 4712, waits for "file lock", held by thread "save" (T2), at:
    #0 Sync() editor.cc:43
    holds "cloud lock", taken at:
      #0 Sync() editor.cc:41

  thread "stranger", tid 4713, sleeps in read()

  mutex "file lock", held by thread "save" (T2), waited for by 1 of these
  mutex "cloud lock", held by thread "sync" (T3)
)");
}

TEST_CASE("Text: an inversion shows both ends of every edge", "[text]") {
  Finding finding = Deadlock();
  finding.kind = Kind::kLockOrderInversion;
  finding.certainty = Certainty::kPotential;
  finding.summary = "two threads take two locks in opposite orders";
  for (ThreadInfo& thread : finding.threads) thread = {thread.id, thread.name, 0, {}, {}, 0, "", 0, {}};
  finding.locks[0].made.clear();
  CHECK(FindingAsText(finding, false) ==
        R"(SNARL: lock-order-inversion (potential): two threads take two locks in opposite orders
  cycle: "file lock" -> "cloud lock" -> "file lock"

  thread "save" (T2) holds "file lock", taken at:
    #0 Save() editor.cc:31
  and requests "cloud lock" at:
    #0 Save() editor.cc:33

  thread "sync" (T3) holds "cloud lock", taken at:
    #0 Sync() editor.cc:41
  and requests "file lock" at:
    #0 Sync() editor.cc:43

  what to do: Take both locks in one order
  fingerprint: 00112233445566ff

)");
}

TEST_CASE("Text: a stack that a step has shown stands there once", "[text]") {
  Finding finding = Deadlock();
  finding.kind = Kind::kLockOrderInversion;
  finding.threads[0].created.clear();
  // What is not seen in the report does not tell two stacks apart: how threads start, and the offset beside a line.
  finding.threads[0].holds[0].taken.pop_back();
  finding.threads[0].holds[0].taken[0].offset = 65;
  Stack deeper = {{"Lock()", "editor.cc", 7, "/bin/editor", 32}};
  deeper.insert(deeper.end(), finding.threads[1].now.begin(), finding.threads[1].now.end());
  finding.threads[1].now = deeper;
  finding.witness[1].thread = 2;  // the stacks of one thread are no news of another
  CHECK(Holds(FindingAsText(finding, false),
              R"(
  thread "save" (T2), tid 4711, has waited 120 ms for "cloud lock", held by thread "sync" (T3), at Save() editor.cc:33, as above
    holds "file lock", taken at Save() editor.cc:31, as above

  thread "sync" (T3), tid 4712, waits for "file lock", held by thread "save" (T2), at:
    #0 Lock() editor.cc:7
    #1 Sync() editor.cc:43
    holds "cloud lock", taken at:
      #0 Sync() editor.cc:41

)"));
}

TEST_CASE("Text: what is done to a lock is not done under it", "[text]") {
  Finding finding;
  finding.locks = {{"once", "mutex", 1, {}}};
  finding.witness = {{5, "unlocks", 1, 0, {}, At("main", 33)}};
  for (const Kind kind : {Kind::kUnlockUnlocked, Kind::kUnlockNotOwner, Kind::kDestroyLocked, Kind::kOrphanedLock}) {
    finding.kind = kind;
    CHECK(Holds(FindingAsText(finding, false), "  thread T5: unlocks \"once\" at:\n    #0 main editor.cc:33\n"));
  }
  finding.kind = Kind::kAtomicityViolation;
  CHECK(Holds(FindingAsText(finding, false), "  thread T5: unlocks, holding \"once\" at:\n"));
}

TEST_CASE("Text: an access without a name, and a place without a file", "[text]") {
  Finding finding;
  finding.kind = Kind::kAtomicityViolation;
  finding.summary = "a check and its act";
  finding.witness = {{5, "check", 9, 0, {}, {{"", "", 0, "/bin/bank", 0x1f0}}}};
  const std::string text = FindingAsText(finding, false);
  CHECK(Holds(text, "  thread T5: check, holding \"M9\" at:\n    #0 <unknown> (/bin/bank+0x1f0)\n"));
  CHECK_FALSE(Holds(text, "cycle:"));
}

TEST_CASE("Text: no circle without a whole witness", "[text]") {
  Finding finding = Deadlock();
  finding.witness[1].wanted = 0;
  CHECK(CycleAsText(finding).empty());
  finding.witness.clear();
  CHECK(CycleAsText(finding).empty());
  finding = Deadlock();
  finding.kind = Kind::kStall;
  CHECK(CycleAsText(finding).empty());
}

TEST_CASE("Text: colour only where it is wanted", "[text]") {
  CHECK_FALSE(Holds(FindingAsText(Deadlock(), false), "\033["));
  CHECK(Holds(FindingAsText(Deadlock(), true), "\033[1;31mSNARL: deadlock"));
  constexpr int kNoTerminal = -1;
  CHECK(WantsColour("always", kNoTerminal));
  CHECK_FALSE(WantsColour("never", kNoTerminal));
  unsetenv("NO_COLOR");
  unsetenv("CLICOLOR_FORCE");
  CHECK_FALSE(WantsColour("auto", kNoTerminal));
  setenv("CLICOLOR_FORCE", "1", 1);
  CHECK(WantsColour("auto", kNoTerminal));
  setenv("NO_COLOR", "1", 1);
  CHECK_FALSE(WantsColour("auto", kNoTerminal));
  unsetenv("NO_COLOR");
  unsetenv("CLICOLOR_FORCE");
}

}  // namespace
}  // namespace snarl::report
