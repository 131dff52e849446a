// SPDX-License-Identifier: Apache-2.0
#include "views/excerpt.h"

#include <algorithm>
#include <utility>

#include "views/printable.h"

namespace snarl::views {
namespace {

constexpr std::size_t kMostColumns = 160;

bool IsBlank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

std::string Shown(std::string line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.pop_back();
  std::string spaced;
  for (const char c : line) spaced += c == '\t' ? std::string(2, ' ') : std::string(1, c);
  return Printable(spaced);
}

}  // namespace

std::vector<ExcerptLine> Excerpt(const report::Frame& frame, const std::vector<std::string>& subjects,
                                 Sources& sources) {
  const std::vector<std::string>& lines = sources.Lines(frame.file);
  const int count = static_cast<int>(std::min<std::size_t>(lines.size(), 100'000'000));
  if (frame.line < 1 || frame.line > count || IsBlank(lines[static_cast<std::size_t>(frame.line - 1)])) return {};
  std::vector<ExcerptLine> excerpt;
  for (int number = std::max(frame.line - 1, 1); number <= std::min(frame.line + 1, count); ++number) {
    const std::string& line = lines[static_cast<std::size_t>(number - 1)];
    if (number != frame.line && IsBlank(line)) continue;
    excerpt.push_back({number, Shown(line), number == frame.line, {}});
  }
  std::size_t indent = std::string::npos;
  for (const ExcerptLine& line : excerpt) indent = std::min(indent, line.text.find_first_not_of(' '));
  for (ExcerptLine& line : excerpt) {
    line.text.erase(0, indent);
    line.text.resize(Fitting(line.text, kMostColumns));
    if (!line.marked) continue;
    const Caret bytes = CaretUnder(line.text, subjects);
    const std::string_view text = line.text;
    line.caret = {Columns(text.substr(0, bytes.at)),
                  std::max<std::size_t>(Columns(text.substr(bytes.at, bytes.length)), 1)};
  }
  return excerpt;
}

}  // namespace snarl::views
