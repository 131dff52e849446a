// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "views/build_server.h"
#include "views/printable.h"
#include "views/text.h"
#include "views/words.h"

namespace snarl::views {
namespace {

// Markup of several lines.
std::string Body(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += Markup(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string Case(const Card& card, Sources& sources) {
  const report::Finding& finding = card.finding;
  const std::string kind(report::Name(finding.kind));
  const std::string verdict = PlainVerdict(finding);
  std::string text = "    <testcase classname=\"snarl." + kind + "\" name=\"" + Markup(verdict) + " [" +
                     Markup(finding.fingerprint) + "]\"";
  const report::Frame* frame = MainFrame(finding);
  if (frame != nullptr && !frame->file.empty()) {
    text += " file=\"" + Markup(sources.Relative(frame->file)) + "\"";
    if (frame->line > 0) text += " line=\"" + std::to_string(frame->line) + "\"";
  }
  text += ">\n      <failure type=\"" + kind + "\" message=\"" + Markup(verdict) + "\">";
  const std::string rest =
      EvidenceAsText(finding, sources, {}) + "\nseen " + SeenWords(card) + "\n" + AdviceOf(finding);
  return text + Body(rest) + "</failure>\n    </testcase>\n";
}

}  // namespace

std::string CardsAsJunit(const std::vector<Card>& cards, Sources& sources) {
  const std::string failures = std::to_string(cards.size());
  const std::string counts = "tests=\"" + (cards.empty() ? "1" : failures) + "\" failures=\"" + failures + "\"";
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"snarl\" " + counts + ">\n";
  text += "  <testsuite name=\"snarl\" " + counts + " errors=\"0\" skipped=\"0\">\n";
  for (const Card& card : cards) text += Case(card, sources);
  if (cards.empty()) text += "    <testcase classname=\"snarl\" name=\"no concurrency bug was reported\"/>\n";
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace snarl::views
