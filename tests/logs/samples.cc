// SPDX-License-Identifier: Apache-2.0
//
// What real tools really said of tests/logs/programs, and what was read out of it: beside each sample stands its table. With
// SNARL_TEST_WRITE in the environment the tables are written instead of compared; look at the difference then.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "logs/told.h"
#include "snarl/report/fingerprint.h"

namespace snarl::logs {
namespace {

constexpr const char* kTable = ".told";

std::vector<std::string> Samples() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SNARL_TEST_SAMPLES)) {
    if (entry.is_regular_file() && entry.path().extension() != kTable) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string Content(const std::string& file) {
  std::ostringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  return content.str();
}

TEST_CASE("samples of every tool are read as their tables say", "[samples]") {
  const std::vector<std::string> samples = Samples();
  REQUIRE(!samples.empty());
  for (const std::string& sample : samples) {
    Collected got;
    ReadFile(sample, got);
    INFO(sample);
    CHECK(!got.taken.empty());
    if (std::getenv("SNARL_TEST_WRITE") != nullptr) {
      std::ofstream(sample + kTable, std::ios::binary) << Told(got);
    } else {
      CHECK(Told(got) == Content(sample + kTable));
    }
  }
}

std::multiset<std::string> Prints(const char* sample) {
  Collected got;
  ReadFile(std::string(SNARL_TEST_SAMPLES) + "/tsan/" + sample, got);
  std::multiset<std::string> prints;
  for (const auto& taken : got.taken) prints.insert(taken.finding.fingerprint);
  return prints;
}

TEST_CASE("the same bug has the same fingerprint from every compiler", "[samples]") {
  const std::multiset<std::string> clang = Prints("clang++-14.log");
  CHECK(clang.size() == 23);
  CHECK(Prints("clang++-19.log") == clang);
  // LIMIT: an increment is a read to the one and a write to the other, and one of them inlines a destructor.
  const std::multiset<std::string> gcc = Prints("g++.log");
  CHECK(gcc.size() == 22);
  CHECK(std::count_if(gcc.begin(), gcc.end(), [&](const std::string& print) { return clang.count(print) == 0; }) == 2);
}

// Each is of one process: what its snarl::tsan wrote, and what ThreadSanitizer printed.
TEST_CASE("text gives the finding that the bridge gives within the process", "[samples]") {
  for (const char* name :
       {"g++-race", "g++-inversion", "g++-unlock", "clang++-14-race", "clang++-14-inversion", "clang++-14-unlock"}) {
    INFO(name);
    const std::string file = std::string(SNARL_TEST_SAMPLES) + "/bridge/" + name;
    Collected within;
    ReadFile(file + ".json", within);
    Collected text;
    ReadFile(file + ".log", text);
    REQUIRE(within.taken.size() == 1);
    REQUIRE(text.taken.size() == 1);
    const report::Finding& a = within.taken[0].finding;
    const report::Finding& b = text.taken[0].finding;
    CHECK(a.kind == b.kind);
    CHECK(a.certainty == b.certainty);
    CHECK(a.summary == b.summary);
    CHECK(a.advice == b.advice);
    CHECK(report::Fingerprint(a) == b.fingerprint);
    REQUIRE(a.witness.size() == b.witness.size());
    for (std::size_t i = 0; i < a.witness.size(); ++i) {
      CHECK(a.witness[i].thread == b.witness[i].thread);
      CHECK(a.witness[i].what == b.witness[i].what);
      CHECK(a.witness[i].held == b.witness[i].held);
      CHECK(a.witness[i].wanted == b.witness[i].wanted);
    }
  }
}

TEST_CASE("different bugs of one log have different fingerprints", "[samples]") {
  const std::multiset<std::string> clang = Prints("clang++-19.log");
  CHECK(std::set<std::string>(clang.begin(), clang.end()).size() == clang.size());
}

}  // namespace
}  // namespace snarl::logs
