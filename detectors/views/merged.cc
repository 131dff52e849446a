// SPDX-License-Identifier: Apache-2.0
#include "views/merged.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "snarl/report/fingerprint.h"
#include "snarl/report/json.h"

namespace snarl::views {

void Merged::Take(report::Finding&& finding) {
  if (finding.fingerprint.empty()) finding.fingerprint = report::Fingerprint(finding);
  const std::uint64_t count = std::max<std::uint64_t>(std::exchange(finding.count, 0), 1);
  Kept& kept = kept_[finding.fingerprint];
  kept.count += count;
  std::string json = report::FindingAsJson(finding);
  if (!kept.json.empty() && kept.json <= json) return;
  kept.json = std::move(json);
  kept.finding = std::move(finding);
}

std::string Merged::Document() const {
  std::vector<std::string> findings;
  std::uint64_t reports = 0;
  for (const auto& [fingerprint, kept] : kept_) {
    report::Finding finding = kept.finding;
    finding.count = kept.count;
    reports += kept.count;
    findings.push_back(report::FindingAsJson(finding));
  }
  return report::DocumentAsJson({}, findings, {}, {{"reports", reports}});
}

}  // namespace snarl::views
