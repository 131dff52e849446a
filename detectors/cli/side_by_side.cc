// SPDX-License-Identifier: Apache-2.0
#include "cli/side_by_side.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/terminal.h"
#include "cli/verdict.h"

namespace snarl::cli {
namespace {

constexpr std::string_view kBetween = " | ";
constexpr std::size_t kGutter = 6;  // "1234- "

// Lengths of the longest common subsequences of all pairs of tails.
std::vector<std::vector<std::size_t>> CommonTails(const std::vector<std::string>& left,
                                                  const std::vector<std::string>& right) {
  std::vector<std::vector<std::size_t>> common(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
  for (std::size_t i = left.size(); i-- > 0;) {
    for (std::size_t j = right.size(); j-- > 0;) {
      common[i][j] = WithoutMark(left[i]) == WithoutMark(right[j]) ? common[i + 1][j + 1] + 1
                                                                   : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

// One line of a listing as the lines of its column: gutter, code, and the rest of the code where it is too long.
std::vector<std::string> Column(const Listing& listing, std::size_t index, bool same, char sign, std::size_t width,
                                bool colour) {
  std::vector<std::string> shown;
  if (index == kNoLine) return shown;
  std::string_view line = listing.lines[index];
  const std::size_t code = WithoutMark(line).size();
  const Style style = same ? Style::kPlain : sign == '-' ? Style::kMark : Style::kGood;
  const std::string gutter = NumberGutter(listing, index, same ? ' ' : sign);
  std::size_t at = 0;
  do {
    const std::string_view piece = line.substr(at, Fitting(line.substr(at), width - kGutter));
    const std::size_t plain = std::clamp(code, at, at + piece.size()) - at;
    std::string text = Paint(Style::kDim, shown.empty() ? gutter : std::string(kGutter, ' '), colour);
    text += Paint(style, piece.substr(0, plain), colour) + Paint(Style::kBad, piece.substr(plain), colour);
    text.append(width - kGutter - Columns(piece), ' ');
    shown.push_back(std::move(text));
    at += std::max<std::size_t>(piece.size(), 1);
  } while (at < line.size());
  return shown;
}

std::string Trimmed(std::string line) {
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

std::string Heading(const std::string& text, std::size_t width, bool colour) {
  const std::size_t columns = Columns(text);
  return Paint(Style::kBold, text, colour) + std::string(width - std::min(width, columns), ' ');
}

std::string Beside(const Listing& left, const Listing& right, std::size_t width, bool colour) {
  std::string text =
      Trimmed(Heading(left.heading, width, colour) + std::string(kBetween) + Heading(right.heading, width, colour));
  for (const AlignedRow& row : Align(left.lines, right.lines)) {
    const std::vector<std::string> one = Column(left, row.left, row.same, '-', width, colour);
    const std::vector<std::string> other = Column(right, row.right, row.same, '+', width, colour);
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
      text += Trimmed((i < one.size() ? one[i] : std::string(width, ' ')) + std::string(kBetween) +
                      (i < other.size() ? other[i] : std::string()));
    }
  }
  return text;
}

std::string Below(const Listing& left, const Listing& right, std::size_t width, bool colour) {
  const std::vector<AlignedRow> rows = Align(left.lines, right.lines);
  std::string text = Trimmed(Heading(left.heading, width, colour));
  for (const AlignedRow& row : rows) {
    for (const std::string& line : Column(left, row.left, row.same, '-', width, colour)) text += Trimmed(line);
  }
  text += "\n" + Trimmed(Heading(right.heading, width, colour));
  for (const AlignedRow& row : rows) {
    for (const std::string& line : Column(right, row.right, row.same, '+', width, colour)) text += Trimmed(line);
  }
  return text;
}

}  // namespace

std::vector<AlignedRow> Align(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  const auto common = CommonTails(left, right);
  std::vector<AlignedRow> rows;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() || j < right.size()) {
    if (i < left.size() && j < right.size() && WithoutMark(left[i]) == WithoutMark(right[j])) {
      rows.push_back({i++, j++, true});
      continue;
    }
    // Everything up to the next common line, paired.
    const std::size_t i_from = i;
    const std::size_t j_from = j;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && WithoutMark(left[i]) == WithoutMark(right[j])) break;
      if (j >= right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
        ++i;
      } else {
        ++j;
      }
    }
    const std::size_t count = std::max(i - i_from, j - j_from);
    for (std::size_t k = 0; k < count; ++k) {
      rows.push_back({i_from + k < i ? i_from + k : kNoLine, j_from + k < j ? j_from + k : kNoLine, false});
    }
  }
  return rows;
}

std::string NumberGutter(const Listing& listing, std::size_t index, char sign) {
  std::string number = std::to_string(static_cast<std::size_t>(listing.first_line) + index);
  number.insert(0, kGutter - 2 - std::min(kGutter - 2, number.size()), ' ');
  return number + sign + ' ';
}

std::string SideBySide(const Listing& left, const Listing& right, int width, bool colour) {
  const int half = (width - static_cast<int>(kBetween.size())) / 2;
  if (half < kNarrowest) return Below(left, right, static_cast<std::size_t>(std::max(width, 20)), colour);
  return Beside(left, right, static_cast<std::size_t>(half), colour);
}

}  // namespace snarl::cli
