// SPDX-License-Identifier: Apache-2.0
#include "views/document.h"

#include <utility>

#include "snarl/report/json.h"
#include "snarl/report/json_writer.h"

namespace snarl::views {
namespace {

void Write(report::JsonWriter& json, const char* name, const Tally& tally) {
  json.Key(name).BeginArray();
  for (const auto& [what, times] : tally.names()) {
    json.BeginObject();
    json.Key("name").String(what);
    json.Key("count").Unsigned(times);
    json.EndObject();
  }
  json.EndArray();
}

// A finding as the document of a process has it, and one member more.
std::string WithSeen(const Card& card) {
  report::JsonWriter json(/*level=*/3);
  json.BeginObject();
  Write(json, "tests", card.tests);
  Write(json, "files", card.files);
  Write(json, "tools", card.tools);
  json.EndObject();
  std::string text = report::FindingAsJson(card.finding);
  text.insert(text.rfind('\n'), ",\n      \"seen\": " + json.text());
  return text;
}

}  // namespace

std::string CardsAsJson(const std::vector<Card>& cards, std::map<std::string, std::uint64_t> stats) {
  std::vector<std::string> findings;
  std::uint64_t reports = 0;
  for (const Card& card : cards) {
    findings.push_back(WithSeen(card));
    reports += card.finding.count;
  }
  stats["reports"] = reports;
  return report::DocumentAsJson({}, findings, {}, stats);
}

}  // namespace snarl::views
