// SPDX-License-Identifier: Apache-2.0
//
// Two pieces of source next to each other, so that a reader sees at once where they differ: "-" before a line that only
// the left one has, "+" before one that only the right one has. A mark ("// <- …") makes no difference.
//
// Pure: lines and a width in, text out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace snarl::cli {

inline constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);

// One row: indices into either side, kNoLine where that side has nothing to put there.
struct AlignedRow {
  std::size_t left = kNoLine;
  std::size_t right = kNoLine;
  bool same = false;
};

// The rows of a longest common subsequence; what lies between common lines is paired from its top.
[[nodiscard]] std::vector<AlignedRow> Align(const std::vector<std::string>& left,
                                            const std::vector<std::string>& right);

struct Listing {
  std::string heading;
  int first_line = 1;  // the number of lines[0] in its file
  std::vector<std::string> lines;
};

// "  12  ": what stands before lines[index].
[[nodiscard]] std::string NumberGutter(const Listing& listing, std::size_t index, char sign = ' ');

// Beside each other in `width` columns, or one after the other where each would get less than kNarrowest.
inline constexpr int kNarrowest = 48;
[[nodiscard]] std::string SideBySide(const Listing& left, const Listing& right, int width, bool colour);

}  // namespace snarl::cli
