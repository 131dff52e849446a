// SPDX-License-Identifier: Apache-2.0
#include "views/text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "snarl/report/text.h"
#include "views/excerpt.h"
#include "views/printable.h"
#include "views/sides.h"
#include "views/suppress.h"
#include "views/words.h"

namespace snarl::views {
namespace {

constexpr std::size_t kMostSides = 8;
constexpr std::size_t kMostExcerpts = 4;
constexpr std::size_t kNarrowest = 40;
constexpr std::string_view kBetween = " | ";

constexpr const char* kBad = "\033[1;31m";
constexpr const char* kBold = "\033[1m";
constexpr const char* kDim = "\033[2m";
constexpr const char* kPlace = "\033[36m";

// A line of a column: its columns are those of the text without the colours.
struct Line {
  std::string text;
  std::size_t columns = 0;
};

class Writer {
 public:
  Writer(Sources& sources, const Look& look) : sources_(sources), look_(look) {}

  std::string Paint(const char* code, const std::string& text) const {
    return look_.colour && !text.empty() ? code + text + "\033[0m" : text;
  }

  std::string Card(const views::Card& card, std::size_t number) {
    const report::Finding& finding = card.finding;
    std::string text = Paint(kBad, std::to_string(number) + ". " + std::string(report::Name(finding.kind)));
    text += " (" + std::string(report::Name(finding.certainty)) + "), said by " + Tools(card) + "\n";
    text += "   " + Paint(kBold, Printable(PlainVerdict(finding))) + "\n";
    if (const std::string cycle = report::CycleAsText(finding); !cycle.empty())
      text += "   cycle: " + Printable(cycle) + "\n";
    text += Evidence(finding);
    text += "\n";
    Row(text, "seen", Printable(SeenWords(card)));
    Row(text, "to do", Printable(AdviceOf(finding)));
    for (const SuppressionLine& line : HowToSuppress(finding)) Suppression(text, line);
    Row(text, "more", "snarl explain " + std::string(report::Name(finding.kind)));
    Row(text, "fingerprint", Printable(finding.fingerprint));
    return text + "\n";
  }

  std::string Evidence(const report::Finding& finding) {
    const std::vector<Side> sides = SidesOf(finding);
    std::string text;
    const std::size_t shown = std::min(sides.size(), kMostSides);
    for (std::size_t i = 0; i < shown; i += 2) {
      text += "\n";
      if (i + 1 < shown) {
        Pair(text, sides[i], sides[i + 1]);
      } else {
        for (const Line& line : Column(sides[i], look_.width)) text += "   " + line.text + "\n";
      }
    }
    if (shown < sides.size()) {
      text += "\n   and " + std::to_string(sides.size() - shown) + " more; --format json has them all\n";
    }
    const std::vector<std::string> subjects = Subjects(finding);
    for (const report::Frame* frame : KeyFrames(sides, kMostExcerpts)) Source(text, *frame, subjects);
    return text;
  }

 private:
  static std::string Tools(const views::Card& card) {
    std::string names;
    for (const auto& [name, times] : card.tools.names()) names += (names.empty() ? "" : ", ") + Printable(name);
    return names;
  }

  void Row(std::string& text, const std::string& name, const std::string& words) const {
    constexpr std::size_t kIndent = 16;
    text += "   " + Paint(kDim, name) + std::string(kIndent - 3 - name.size(), ' ') + words + "\n";
  }

  void Suppression(std::string& text, const SuppressionLine& line) const {
    if (line.text.find('\n') == std::string::npos)
      return Row(text, "suppress", Printable(line.text) + "   in " + line.where);
    Row(text, "suppress", "in " + line.where + ":");
    std::string_view rest = line.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      text += std::string(16, ' ') + Printable(rest.substr(0, end)) + "\n";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  std::vector<Line> Column(const Side& side, std::size_t width) const {
    std::vector<Line> lines;
    Add(lines, Printable(side.thread), kBold, 0, width);
    for (const Block& block : side.blocks) {
      Add(lines, Printable(block.heading), "", 0, width);
      for (const report::Frame* frame : block.frames) {
        std::string function = Printable(FunctionOf(*frame));
        const std::string place = Printable(PlaceOf(*frame, sources_));
        // On one line where they fit, the place below where they do not.
        if (2 + Columns(function) + 2 + Columns(place) <= width) {
          const std::size_t columns = 2 + Columns(function) + (place.empty() ? 0 : 2 + Columns(place));
          lines.push_back({"  " + function + (place.empty() ? "" : "  " + Paint(kPlace, place)), columns});
        } else {
          Add(lines, function, "", 2, width);
          Add(lines, Shortened(place, width - 4), kPlace, 4, width);
        }
      }
      if (block.left_out > 0) Add(lines, "… " + std::to_string(block.left_out) + " more", kDim, 2, width);
    }
    return lines;
  }

  // The end of a path says more than its beginning.
  static std::string Shortened(const std::string& place, std::size_t width) {
    std::size_t from = 0;
    while (Columns(std::string_view(place).substr(from)) + (from == 0 ? 0 : 1) > width) {
      const std::size_t slash = place.find('/', from + 1);
      if (slash == std::string::npos) break;
      from = slash;
    }
    return from == 0 ? place : "…" + place.substr(from);
  }

  // Long text goes on in the next line.
  void Add(std::vector<Line>& lines, std::string_view text, const char* code, std::size_t indent,
           std::size_t width) const {
    if (text.empty()) return;
    while (!text.empty()) {
      std::size_t end = Fitting(text, width - indent);
      if (end < text.size()) {
        const std::size_t blank = text.substr(0, end + 1).rfind(' ');
        if (blank != std::string_view::npos && blank > end / 2) end = blank;
      }
      std::string piece(text.substr(0, end));
      const std::size_t columns = indent + Columns(piece);
      lines.push_back({std::string(indent, ' ') + (*code == '\0' ? piece : Paint(code, piece)), columns});
      text.remove_prefix(end);
      while (text.starts_with(' ')) text.remove_prefix(1);
      indent = std::max<std::size_t>(indent, 2);
    }
  }

  void Pair(std::string& text, const Side& left, const Side& right) const {
    const std::size_t room = look_.width > 3 ? look_.width - 3 : 0;
    const std::size_t half = (room - std::min(room, kBetween.size())) / 2;
    if (half < kNarrowest) {
      for (const Side* side : {&left, &right}) {
        for (const Line& line : Column(*side, std::max(room, kNarrowest))) text += "   " + line.text + "\n";
        if (side == &left) text += "\n";
      }
      return;
    }
    const std::vector<Line> one = Column(left, half);
    const std::vector<Line> other = Column(right, half);
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
      text += "   " + (i < one.size() ? one[i].text + std::string(half - std::min(half, one[i].columns), ' ')
                                      : std::string(half, ' '));
      text += i < other.size() ? std::string(kBetween) + other[i].text : " |";
      text += "\n";
    }
  }

  void Source(std::string& text, const report::Frame& frame, const std::vector<std::string>& subjects) {
    const std::vector<ExcerptLine> lines = Excerpt(frame, subjects, sources_);
    if (lines.empty()) return;
    text += "\n   " + Paint(kPlace, Printable(PlaceOf(frame, sources_))) + "\n";
    for (const ExcerptLine& line : lines) {
      std::string number = std::to_string(line.number);
      number.insert(0, 5 - std::min<std::size_t>(number.size(), 5), ' ');
      text += "   " + Paint(kDim, std::string(line.marked ? ">" : " ") + number + " | ") + line.text + "\n";
      if (!line.marked) continue;
      const std::string mark = "^" + std::string(line.caret.length - 1, '~');
      text += "   " + Paint(kDim, "       | ") + std::string(line.caret.at, ' ') + Paint(kBad, mark) + "\n";
    }
  }

  Sources& sources_;
  const Look& look_;
};

}  // namespace

std::string EvidenceAsText(const report::Finding& finding, Sources& sources, const Look& look) {
  return Writer(sources, look).Evidence(finding);
}

std::string CountWords(const std::vector<Card>& cards) {
  if (cards.empty()) return "";
  std::map<report::Kind, std::size_t> kinds;
  std::uint64_t reports = 0;
  for (const Card& card : cards) {
    ++kinds[card.finding.kind];
    reports += card.finding.count;
  }
  std::string text = std::to_string(cards.size()) + (cards.size() == 1 ? " bug in " : " bugs in ") +
                     std::to_string(reports) + (reports == 1 ? " report:" : " reports:");
  const char* separator = " ";
  for (const auto& [kind, count] : kinds) {
    text.append(separator).append(std::to_string(count)).append(" ").append(report::Name(kind));
    separator = ", ";
  }
  return text;
}

std::string CardsAsText(const std::vector<Card>& cards, Sources& sources, const Look& look) {
  Writer writer(sources, look);
  std::string text;
  std::size_t number = 0;
  for (const Card& card : cards) text += writer.Card(card, ++number);
  if (!cards.empty()) text += CountWords(cards) + "\n";
  return text;
}

std::string SummaryAsText(const std::vector<Card>& cards, const Sources& sources, const Look& look) {
  std::string text;
  const auto paint = [&](const char* code, const std::string& words) {
    return look.colour ? code + words + "\033[0m" : words;
  };
  for (const Card& card : cards) {
    const report::Finding& finding = card.finding;
    const report::Frame* frame = MainFrame(finding);
    const std::string place = frame == nullptr ? "" : PlaceOf(*frame, sources);
    text += Printable(finding.fingerprint) + "  " + paint(kBad, std::string(report::Name(finding.kind))) + "  ";
    if (!place.empty()) text += paint(kPlace, Printable(place)) + "  ";
    text += Printable(PlainVerdict(finding)) + " (" + Times(finding.count) + ")\n";
  }
  if (!cards.empty()) text += CountWords(cards) + "\n";
  return text;
}

}  // namespace snarl::views
