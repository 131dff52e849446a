// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "snarl/report/json_writer.h"
#include "views/build_server.h"
#include "views/kinds.h"
#include "views/printable.h"
#include "views/words.h"

namespace snarl::views {
namespace {

std::string FileOf(const report::Frame* frame, const Sources& sources) {
  if (frame == nullptr) return "unknown";
  if (!frame->file.empty()) return sources.Relative(frame->file);
  return frame->module.empty() ? "unknown" : frame->module;
}

}  // namespace

std::string CardsAsGitlab(const std::vector<Card>& cards, const Sources& sources) {
  report::JsonWriter json;
  json.BeginArray();
  for (const Card& card : cards) {
    const report::Finding& finding = card.finding;
    const report::Frame* frame = MainFrame(finding);
    json.BeginObject();
    json.Key("description").String(Printable(PlainVerdict(finding)));
    json.Key("check_name").String(report::Name(finding.kind));
    json.Key("fingerprint").String(finding.fingerprint);
    json.Key("severity").String(IsError(finding.certainty) ? "critical" : "major");
    json.Key("location").BeginObject();
    json.Key("path").String(Printable(FileOf(frame, sources)));
    json.Key("lines").BeginObject();
    json.Key("begin").Number(frame == nullptr ? 1 : std::max(frame->line, 1));
    json.EndObject();
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
  return json.text() + "\n";
}

}  // namespace snarl::views
