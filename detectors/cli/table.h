// SPDX-License-Identifier: Apache-2.0
//
// A table for the terminal: columns as wide as their widest cell, two blanks between, the last column cut with "…"
// where the line would not fit. Rows may stand under headings of their own (the chapters).
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"

namespace snarl::cli {

struct Cell {
  std::string text;
  Style style = Style::kPlain;
};

class Table {
 public:
  explicit Table(std::vector<std::string> header);

  void Heading(std::string text);
  void Row(std::vector<Cell> cells);  // REQUIRES: as many cells as the header has

  // `width`: columns of the terminal; 0: nothing is cut.
  [[nodiscard]] std::string Text(int width, bool colour) const;

 private:
  // A heading is a row of one cell.
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace snarl::cli
