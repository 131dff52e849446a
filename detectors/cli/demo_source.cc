// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_source.h"

#include <algorithm>
#include <cstddef>

#include "cli/fault.h"
#include "cli/words.h"
#include "snarl/report/read.h"

namespace snarl::cli {
namespace {

LineRange FindNamespace(const std::vector<std::string>& lines, Variant variant, const std::string& path) {
  const std::string opening = "namespace " + std::string(Name(variant)) + " {";
  const std::string closing = "}  // namespace " + std::string(Name(variant));
  LineRange range;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    const std::string_view line = Trimmed(lines[i]);
    if (line == opening && range.first == 0) range.first = number;
    if (line == closing && range.last == 0) range.last = number;
  }
  if (range.first == 0) {
    throw Fault(path + ": no " + std::string(Name(variant)) + " variant; expected a line \"" + opening + "\"");
  }
  if (range.last < range.first) {
    throw Fault(path + ":" + std::to_string(range.first) + ": this namespace does not end; expected a line \"" +
                closing + "\"");
  }
  return range;
}

// The comment at the top of the file, cut into title, prose and LESSON.
void ReadHeader(DemoSource& demo) {
  bool prose = true;
  bool in_title = true;
  for (const std::string& raw : demo.lines) {
    if (!raw.starts_with("//")) break;
    std::string_view line = std::string_view(raw).substr(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    const std::string_view text = Trimmed(line);
    if (text.starts_with("SPDX-")) continue;
    if (text.starts_with("LESSON:")) {
      demo.lesson = Trimmed(text.substr(std::string_view("LESSON:").size()));
      prose = false;
    }
    if (text.starts_with("VERDICT")) prose = false;
    if (!prose) continue;
    if (in_title && !text.empty()) {
      demo.title += (demo.title.empty() ? "" : " ") + std::string(text);
    } else if (in_title && demo.title.empty()) {
      continue;  // the blank line after the licence
    } else if (!text.empty() || !demo.explanation.empty()) {
      demo.explanation.emplace_back(line);
    }
    if (text.empty()) in_title = false;
  }
  while (!demo.explanation.empty() && Trimmed(demo.explanation.back()).empty()) demo.explanation.pop_back();
  if (demo.title.empty()) throw Fault(demo.path + ":1: no title; expected a comment that starts with one sentence");
  if (demo.title.ends_with('.')) demo.title.pop_back();
}

LineRange FindShared(const DemoSource& demo) {
  const int end = std::min(demo.unsafe_lines.first, demo.safe_lines.first) - 1;
  int first = 1;
  for (int number = 1; number <= end; ++number) {
    const std::string_view line = Trimmed(demo.lines[static_cast<std::size_t>(number) - 1]);
    if (line.starts_with("//") && first == number) first = number + 1;
    if (line.starts_with("#")) first = number + 1;
  }
  const auto blank = [&](int number) { return Trimmed(demo.lines[static_cast<std::size_t>(number) - 1]).empty(); };
  LineRange range{first, end};
  while (range.first <= range.last && blank(range.first)) ++range.first;
  while (range.first <= range.last && blank(range.last)) --range.last;
  return range;
}

}  // namespace

DemoSource ParseDemoSource(std::string_view text, const std::string& path) {
  DemoSource demo;
  demo.path = path;
  demo.lines = Lines(text);
  ReadHeader(demo);
  demo.unsafe_lines = FindNamespace(demo.lines, Variant::kUnsafe, path);
  demo.safe_lines = FindNamespace(demo.lines, Variant::kSafe, path);
  demo.shared = FindShared(demo);
  demo.verdict = ParseVerdict(demo.lines, path, demo.unsafe_lines);
  return demo;
}

DemoSource ReadDemoSource(const std::string& path) {
  std::string text;
  std::string error;
  if (!report::ReadWholeFile(path, text, error)) throw Fault(error);
  return ParseDemoSource(text, path);
}

}  // namespace snarl::cli
