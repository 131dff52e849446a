// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "views/build_server.h"
#include "views/kinds.h"
#include "views/printable.h"
#include "views/words.h"

namespace snarl::views {
namespace {

// The data of a workflow command; a property may hold neither ':' nor ',' besides.
std::string Escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string CardsAsGithub(const std::vector<Card>& cards, const Sources& sources) {
  std::string text;
  for (const Card& card : cards) {
    const report::Finding& finding = card.finding;
    text += IsError(finding.certainty) ? "::error " : "::warning ";
    const report::Frame* frame = MainFrame(finding);
    if (frame != nullptr && !frame->file.empty()) {
      text += "file=" + Escaped(Printable(sources.Relative(frame->file)), true) + ",";
      if (frame->line > 0) text += "line=" + std::to_string(frame->line) + ",";
    }
    text += "title=" + Escaped(std::string(PageOf(finding.kind).title), true) + "::";
    std::string message = Printable(PlainVerdict(finding)) + "\n" + Printable(AdviceOf(finding));
    message += "\nSeen " + Printable(SeenWords(card)) + ". Fingerprint " + Printable(finding.fingerprint) + ".";
    text += Escaped(message, false) + "\n";
  }
  return text;
}

}  // namespace snarl::views
