// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/fingerprint.h"

#include <algorithm>
#include <string>

#include "catch.h"

namespace snarl::report {
namespace {

Frame At(const std::string& function, int line, const std::string& file = "/home/a/bank.cc") {
  return {function, file, line, "/home/a/bank", static_cast<std::uint64_t>(line) * 64};
}

const Frame kPlumbing = {"std::__invoke_impl<void>", "/usr/include/c++/12/bits/invoke.h", 61, "/home/a/bank", 1};

Finding Race() {
  Finding finding;
  finding.kind = Kind::kDataRace;
  finding.watcher = Watcher::kTsan;
  finding.witness = {{1, "write", 0, 0, {}, {At("bank::Withdraw(int)", 12), kPlumbing, At("main", 40)}},
                     {2, "read", 0, 0, {}, {At("bank::Print()", 20), kPlumbing, At("main", 41)}}};
  return finding;
}

Finding Inversion(const std::string& one, const std::string& other) {
  Finding finding;
  finding.kind = Kind::kLockOrderInversion;
  finding.locks = {{one, "mutex", 1, {}}, {other, "mutex", 2, {}}};
  finding.witness = {{1, "", 1, 2, {}, {At("Save()", 5)}}, {2, "", 2, 1, {}, {At("Sync()", 9)}}};
  return finding;
}

TEST_CASE("Fingerprint: sixteen hex digits", "[fingerprint]") {
  const std::string print = Fingerprint(Race());
  CHECK(print.size() == 16);
  CHECK(print.find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("Fingerprint: a name out of debug information is none", "[fingerprint]") {
  const std::string first_used = "mutex first used at bank.cc:12";
  const Finding stripped = Inversion(first_used, "ledger");
  Finding built_to_debug = stripped;
  built_to_debug.locks[0].name = "Account::mu_";
  built_to_debug.locks[0].plain = first_used;
  built_to_debug.locks[1].name = "ledger.mu_";
  built_to_debug.locks[1].plain = "ledger";
  CHECK(Fingerprint(built_to_debug) == Fingerprint(stripped));
  CHECK(Fingerprint(stripped) != Fingerprint(Inversion(first_used, "archive")));
}

TEST_CASE("Fingerprint: the same bug keeps its value", "[fingerprint]") {
  const std::string print = Fingerprint(Race());
  Finding moved = Race();
  SECTION("lines shift") {
    for (Step& step : moved.witness) {
      for (Frame& frame : step.second) frame.line += 17;
    }
  }
  SECTION("other addresses, module and folder") {
    for (Step& step : moved.witness) {
      for (Frame& frame : step.second) {
        frame.offset += 4096;
        frame.module = "/opt/bank";
        if (frame.file == "/home/a/bank.cc") frame.file = "src/../bank.cc";
      }
    }
  }
  SECTION("other thread ids, in another order") {
    std::swap(moved.witness[0], moved.witness[1]);
    moved.witness[0].thread = 77;
    moved.threads.push_back({77, "worker 9", 4711, {}, {}, 0, "", 0, {}});
  }
  SECTION("another compiler's spelling") {
    moved.witness[0].second[0].function = "Withdraw";
    moved.witness[0].second[2].function = "main::$_0::operator()() const";
    moved.witness[1].second[2].function = "main::{lambda()#2}::operator()() const";
  }
  SECTION("a recursion goes deeper") {
    moved.witness[0].second.insert(moved.witness[0].second.begin(), At("bank::Withdraw(int)", 13));
  }
  SECTION("another way to main") {
    moved.witness[0].second.push_back(At("Deeper()", 1));
    moved.witness[0].second.push_back(At("Refactored()", 1));
    Finding other = moved;
    other.witness[0].second.back().function = "Renamed()";
    CHECK(Fingerprint(other) == Fingerprint(moved));
    return;
  }
  CHECK(Fingerprint(moved) == print);
}

TEST_CASE("Fingerprint: another bug has another value", "[fingerprint]") {
  const std::string print = Fingerprint(Race());
  Finding other = Race();
  SECTION("function") { other.witness[0].second[0].function = "bank::Deposit(int)"; }
  SECTION("file") { other.witness[0].second[0].file = "/home/a/shop.cc"; }
  SECTION("kind") { other.kind = Kind::kOther; }
  SECTION("watcher") { other.watcher = Watcher::kSnarl; }
  SECTION("access") { other.witness[1].what = "write"; }
  SECTION("caller") { other.witness[0].second[2].function = "Worker()"; }
  CHECK(Fingerprint(other) != print);
}

TEST_CASE("Fingerprint: names of locks count where a person gave them", "[fingerprint]") {
  const std::string print = Fingerprint(Inversion("file", "cloud"));
  CHECK(Fingerprint(Inversion("cloud", "file")) == print);
  CHECK(Fingerprint(Inversion("file", "disk")) != print);
  CHECK(Fingerprint(Inversion("account 1", "account 22")) == Fingerprint(Inversion("account 307", "account 4")));
  CHECK(Fingerprint(Inversion("M1", "M2")) == Fingerprint(Inversion("M7", "mutex first locked at bank.cc:7")));
  CHECK(IsGivenName("Mutex"));
  CHECK(IsGivenName("M"));
  CHECK_FALSE(IsGivenName("M17"));
  CHECK_FALSE(IsGivenName(""));
}

TEST_CASE("Fingerprint: without a witness, where the threads are", "[fingerprint]") {
  Finding spin;
  spin.kind = Kind::kSpin;
  spin.threads = {{1, "a", 0, {}, {}, 0, "", 0, {At("Poll()", 3)}}};
  Finding elsewhere = spin;
  elsewhere.threads[0].now[0].function = "Wait()";
  CHECK(Fingerprint(spin) != Fingerprint(elsewhere));
  CHECK(SiteKey(spin).empty());
}

TEST_CASE("Fingerprint: lines tell two places of one fingerprint apart", "[fingerprint]") {
  Finding below = Race();
  below.witness[0].second[0].line += 1;
  CHECK(Fingerprint(below) == Fingerprint(Race()));
  CHECK(SiteKey(below) != SiteKey(Race()));
}

}  // namespace
}  // namespace snarl::report
