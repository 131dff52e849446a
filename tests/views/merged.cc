// SPDX-License-Identifier: Apache-2.0
#include "views/merged.h"

#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "random.h"
#include "snarl/report/json.h"
#include "snarl/report/read.h"
#include "views/fixtures.h"

namespace snarl::views {
namespace {

using Findings = std::vector<report::Finding>;

std::string MergedFrom(const Findings& findings) {
  Merged merged;
  for (const report::Finding& finding : findings) merged.Take(report::Finding(finding));
  return merged.Document();
}

Findings Read(const std::string& text) {
  report::FindingsDocument document;
  std::string error;
  REQUIRE(report::ReadFindings(text, "f", document, error));
  return document.findings;
}

Findings Joined(Findings one, const Findings& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

TEST_CASE("merge: each bug once, counts added up", "[views]") {
  report::Finding thrice = testing::Race();
  thrice.count = 3;
  const Findings merged = Read(MergedFrom({testing::Deadlock(), thrice, testing::Race()}));
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].fingerprint == "00000000000000aa");
  CHECK(merged[0].count == 4);
  CHECK(merged[1].count == 1);
  CHECK(Read(MergedFrom({})).empty());
}

TEST_CASE("merge: the bytes are the same in any order and grouping", "[views]") {
  snarl::testing::Random random(0x3e6);
  INFO("SNARL_TEST_SEED=" << snarl::testing::Seed());
  for (int round = 0; round < 50; ++round) {
    Findings findings;
    for (int i = 0; i < 12; ++i) {
      report::Finding finding = random.OneIn(2) ? testing::Race() : testing::Hostile();
      finding.fingerprint = "000000000000000" + std::to_string(random.Below(4));
      finding.witness[1].second[0].line = static_cast<int>(random.Below(5));
      finding.count = random.Below(3);
      findings.push_back(std::move(finding));
    }
    const std::string all = MergedFrom(findings);
    CHECK(MergedFrom(Read(all)) == all);
    for (std::size_t i = findings.size() - 1; i > 0; --i) {
      std::swap(findings[i], findings[random.Below(static_cast<std::uint32_t>(i + 1))]);
    }
    const auto cut = findings.begin() + static_cast<int>(random.Below(13));
    const Findings left = Read(MergedFrom({findings.begin(), cut}));
    const Findings right = Read(MergedFrom({cut, findings.end()}));
    CHECK(MergedFrom(Joined(left, right)) == all);
    CHECK(MergedFrom(Joined(right, left)) == all);
  }
}

}  // namespace
}  // namespace snarl::views
