// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/ledger.h"

#include <utility>

namespace snarl::report {

Delivered Ledger::Add(Finding finding, const std::string& place) {
  if (const auto known = by_place_.find(place); known != by_place_.end()) {
    Entry& entry = entries_[known->second];
    entry.finding.count += finding.count;
    entry.json = FindingAsJson(entry.finding);
    return Delivered::kAgain;
  }
  if (entries_.size() == kMost) {
    ++Stat("findings_left_out");
    return Delivered::kLeftOut;
  }
  by_place_[place] = entries_.size();
  ++per_kind_[static_cast<std::size_t>(finding.kind)];
  std::string json = FindingAsJson(finding);
  entries_.push_back({std::move(finding), std::move(json)});
  return Delivered::kNew;
}

bool Ledger::Add(Dismissed dismissed) {
  if (dismissed_.size() == kMost) {
    ++Stat("dismissed_left_out");
    return false;
  }
  dismissed_.push_back(std::move(dismissed));
  return true;
}

std::string Ledger::Summary() const {
  std::string line = std::to_string(entries_.size()) + (entries_.size() == 1 ? " finding: " : " findings: ");
  const char* separator = "";
  for (std::size_t kind = 0; kind < per_kind_.size(); ++kind) {
    if (per_kind_[kind] == 0) continue;
    line += separator + std::to_string(per_kind_[kind]) + " " + std::string(Name(static_cast<Kind>(kind)));
    separator = ", ";
  }
  return line;
}

std::string Ledger::Document(const ProcessInfo& process) const {
  std::vector<std::string> findings;
  findings.reserve(entries_.size());
  for (const Entry& entry : entries_) findings.push_back(entry.json);
  return DocumentAsJson(process, findings, dismissed_, stats_);
}

}  // namespace snarl::report
