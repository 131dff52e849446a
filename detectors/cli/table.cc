// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace snarl::cli {

Table::Table(std::vector<std::string> header) : widths_(header.size()) {
  std::vector<Cell> cells;
  for (std::string& text : header) cells.push_back({std::move(text), Style::kBold});
  Row(std::move(cells));
}

void Table::Heading(std::string text) { rows_.push_back({{std::move(text), Style::kBold}}); }

void Table::Row(std::vector<Cell> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], Columns(cells[i].text));
  rows_.push_back(std::move(cells));
}

std::string Table::Text(int width, bool colour) const {
  std::string text;
  for (const std::vector<Cell>& row : rows_) {
    std::string line;
    std::size_t column = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      const bool last = i + 1 == row.size();
      std::string shown = cell.text;
      const auto limit = static_cast<std::size_t>(std::max(width, 0));
      if (last && limit > column + 1 && column + Columns(shown) > limit) {
        shown = shown.substr(0, Fitting(shown, limit - column - 1)) + "…";
      }
      line += Paint(cell.style, shown, colour);
      if (last) break;
      line.append(widths_[i] - Columns(shown) + 2, ' ');
      column += widths_[i] + 2;
    }
    while (line.ends_with(' ')) line.pop_back();
    text += line + "\n";
  }
  return text;
}

}  // namespace snarl::cli
