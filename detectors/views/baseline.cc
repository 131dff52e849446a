// SPDX-License-Identifier: Apache-2.0
#include "views/baseline.h"

#include <algorithm>
#include <cctype>

#include "snarl/report/text.h"
#include "views/printable.h"
#include "views/sides.h"
#include "views/words.h"

namespace snarl::views {
namespace {

constexpr std::string_view kHead = "# snarl-baseline/1";

bool IsFingerprint(std::string_view word) {
  const auto is_hex = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || (c >= 'a' && c <= 'f'); };
  return word.size() == 16 && std::ranges::all_of(word, is_hex);
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Where it is: function and file of each side, as the fingerprint has them.
std::string Words(const report::Finding& finding) {
  std::vector<std::string> places;
  for (const Side& side : SidesOf(finding)) {
    if (side.blocks.empty() || side.blocks[0].frames.empty()) continue;
    const report::Frame& frame = *side.blocks[0].frames[0];
    const std::string file = frame.file.substr(frame.file.rfind('/') + 1);
    std::string place = Printable(FunctionOf(frame)) + (file.empty() ? "" : " (" + Printable(file) + ")");
    if (std::ranges::find(places, place) == places.end()) places.push_back(std::move(place));
  }
  // Which thread comes first differs from run to run.
  std::ranges::sort(places);
  constexpr std::size_t kMost = 4;
  std::string words(report::Name(finding.kind));
  for (std::size_t i = 0; i < std::min(places.size(), kMost); ++i) words += (i == 0 ? "  " : ", ") + places[i];
  return places.size() > kMost ? words + ", …" : words;
}

}  // namespace

bool IsBaseline(std::string_view text) { return Trimmed(text.substr(0, text.find('\n'))).starts_with(kHead); }

Baseline ParseBaseline(std::string_view text, std::string_view name) {
  Baseline baseline;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    if (!IsFingerprint(word)) {
      std::string place = std::string(name) + ":" + std::to_string(number);
      baseline.errors.push_back(place + ": expected a fingerprint of 16 hex digits, found \"" +
                                Printable(word.substr(0, 40)) + "\"");
      continue;
    }
    baseline.words[std::string(word)] = Trimmed(line.substr(word.size()));
  }
  return baseline;
}

Baseline BaselineOf(const std::vector<Card>& cards) {
  Baseline baseline;
  for (const Card& card : cards) baseline.words[card.finding.fingerprint] = Words(card.finding);
  return baseline;
}

std::string BaselineAsText(const std::vector<Card>& cards, const Baseline& known) {
  std::string text(kHead);
  text += "\n# Known bugs, one a line: fingerprint, kind, and words for people. Made by snarl diff --write-baseline.\n";
  for (const auto& [fingerprint, fresh] : BaselineOf(cards).words) {
    const auto before = known.words.find(fingerprint);
    const bool has_words = before != known.words.end() && !before->second.empty();
    text += fingerprint + " " + (has_words ? before->second : fresh) + "\n";
  }
  return text;
}

Comparison Compare(const Baseline& known, const std::vector<Card>& cards) {
  Comparison comparison;
  comparison.gone = known.words;
  for (const Card& card : cards) {
    if (known.words.contains(card.finding.fingerprint)) {
      ++comparison.unchanged;
      comparison.gone.erase(card.finding.fingerprint);
    } else {
      comparison.fresh.push_back(card);
    }
  }
  return comparison;
}

}  // namespace snarl::views
