// SPDX-License-Identifier: Apache-2.0
//
// A demo's source as a reader sees it: title, explanation, the heading of the lesson it retells, both variants,
// verdict.
//
// Pure but for ReadDemoSource(). Errors are thrown as Fault, "path:line: what is expected".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/verdict.h"

namespace snarl::cli {

struct DemoSource {
  std::string path;
  std::string title;                     // the first sentence of the header, without its period
  std::vector<std::string> explanation;  // the rest of the header's prose, "//" removed
  std::string lesson;                    // after "LESSON:"; empty where the demo is not from the lesson
  std::vector<std::string> lines;        // the whole file; line n is lines[n - 1]
  LineRange shared;                      // what both variants use, between the includes and the first of them
  LineRange unsafe_lines;
  LineRange safe_lines;
  Verdict verdict;

  [[nodiscard]] const LineRange& Of(Variant variant) const {
    return variant == Variant::kUnsafe ? unsafe_lines : safe_lines;
  }
};

[[nodiscard]] DemoSource ParseDemoSource(std::string_view text, const std::string& path);
[[nodiscard]] DemoSource ReadDemoSource(const std::string& path);

}  // namespace snarl::cli
