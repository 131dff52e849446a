// SPDX-License-Identifier: Apache-2.0
#include "views/markdown.h"

#include "views/kinds.h"
#include "views/printable.h"
#include "views/suppress.h"
#include "views/text.h"
#include "views/words.h"

namespace snarl::views {
namespace {

// Longer than any run of backticks inside.
std::string Fenced(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) fence += '`';
  return fence + "text\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string Place(const Card& card, const Sources& sources) {
  const report::Frame* frame = MainFrame(card.finding);
  const std::string place = frame == nullptr ? "" : PlaceOf(*frame, sources);
  return place.empty() ? "" : MarkdownCode(place);
}

// A bar would end the cell, in code too.
std::string Cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
    if (at == 0 || text[at - 1] != '\\') text.insert(at, 1, '\\');
  }
  return text;
}

std::string Section(const Card& card, std::size_t number, Sources& sources) {
  const report::Finding& finding = card.finding;
  std::string text = "### " + std::to_string(number) + ". " + std::string(PageOf(finding.kind).title) + "\n\n";
  text += "**" + MarkdownWords(PlainVerdict(finding)) + "** (" + std::string(report::Name(finding.certainty)) + ")\n\n";
  // Two stacks beside each other are too wide for a comment.
  std::string evidence = EvidenceAsText(finding, sources, {false, 76});
  if (evidence.starts_with('\n')) evidence.erase(0, 1);
  if (!evidence.empty()) text += Fenced(evidence) + "\n";
  text += "- **to do:** " + MarkdownWords(AdviceOf(finding)) + "\n";
  text += "- **seen** " + MarkdownWords(SeenWords(card)) + "\n";
  for (const SuppressionLine& line : HowToSuppress(finding)) {
    text += "- **suppress** (" + MarkdownWords(line.where) + "): " + MarkdownCode(line.text) + "\n";
  }
  return text + "- **fingerprint** " + MarkdownCode(finding.fingerprint) + "\n\n";
}

}  // namespace

std::string CardsAsMarkdown(const std::vector<Card>& cards, Sources& sources) {
  if (cards.empty()) return "No concurrency bug was reported.\n";
  std::string text = "## " + CountWords(cards) + "\n\n| | kind | where | what | count |\n|---:|---|---|---|---:|\n";
  std::size_t number = 0;
  for (const Card& card : cards) {
    const report::Finding& finding = card.finding;
    text += "| " + std::to_string(++number) + " | " + MarkdownCode(report::Name(finding.kind)) + " | " +
            Cell(Place(card, sources)) + " | " + Cell(MarkdownWords(PlainVerdict(finding))) + " | " +
            std::to_string(finding.count) + " |\n";
  }
  text += "\n";
  number = 0;
  for (const Card& card : cards) text += Section(card, ++number, sources);
  text.pop_back();
  return text;
}

}  // namespace snarl::views
