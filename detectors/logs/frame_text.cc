// SPDX-License-Identifier: Apache-2.0
#include "logs/frame_text.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>

#include "logs/words.h"
#include "snarl/report/symbolize.h"

namespace snarl::logs {
namespace {

using report::Frame;

constexpr std::string_view kNone = "<null>";

// Cuts ":12" off the end; false where there is no such thing.
bool CutNumber(std::string_view& text, int& number) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return false;
  std::string_view digits = text.substr(colon + 1);
  std::uint64_t value = 0;
  if (!TakeNumber(digits, value) || !digits.empty() || value > 0x7FFFFFFF) return false;
  number = static_cast<int>(value);
  text = text.substr(0, colon);
  return true;
}

// "a.cc:7:3", "a.cc:7" or "a.cc" -> file and line. With a column there are two numbers, and the line is the first.
void SetPlace(std::string_view place, Frame& frame) {
  int last = 0;
  if (CutNumber(place, last)) {
    frame.line = last;
    if (CutNumber(place, last)) frame.line = last;
  }
  frame.file = TidyFile(place);
}

void SetFunction(std::string_view function, Frame& frame) {
  function = function.substr(0, function.find(" [clone "));
  if (function != kNone && function != "???") frame.function = function;
}

// Cuts "(module+0x123)" off the end.
void CutModule(std::string_view& text, Frame& frame) {
  if (!text.ends_with(')')) return;
  const std::size_t plus = text.rfind("+0x");
  const std::size_t open = text.rfind('(', plus);
  if (plus == std::string_view::npos || open == std::string_view::npos) return;
  std::string_view offset = text.substr(plus + 1);
  if (!TakeHex(offset, frame.offset) || offset != ")") return;
  frame.module = text.substr(open + 1, plus - open - 1);
  text = text.substr(0, open);
  while (text.ends_with(' ')) text.remove_suffix(1);
}

bool EndsInNumber(std::string_view text) {
  int ignored = 0;
  return CutNumber(text, ignored);
}

// "function place": an absolute path may have blanks in it, a relative one is taken to have none.
void SetFunctionAndPlace(std::string_view text, Frame& frame) {
  if (text.ends_with(kNone)) {
    text.remove_suffix(kNone.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    SetFunction(text, frame);
    return;
  }
  std::size_t blank = text.find(" /");
  if (blank == std::string_view::npos && EndsInNumber(text)) blank = text.rfind(' ');
  if (blank == std::string_view::npos) {
    SetFunction(text, frame);
    return;
  }
  SetPlace(text.substr(blank + 1), frame);
  SetFunction(text.substr(0, blank), frame);
}

}  // namespace

bool ParseSanitizerFrame(std::string_view line, std::uint64_t& number, Frame& frame) {
  line = WithoutBlanksBefore(line);
  if (!Skip(line, "#") || !TakeNumber(line, number) || !Skip(line, " ")) return false;
  if (const std::size_t build = line.rfind(" (BuildId: "); build != std::string_view::npos)
    line = line.substr(0, build);
  if (line.starts_with("0x")) {
    std::uint64_t pc = 0;
    TakeHex(line, pc);
    if (!Skip(line, " in ")) line = WithoutBlanksBefore(line);
  }
  CutModule(line, frame);
  SetFunctionAndPlace(line, frame);
  return true;
}

bool ParseValgrindFrame(std::string_view line, bool& innermost, Frame& frame) {
  line = WithoutBlanksBefore(line);
  innermost = line.starts_with("at ");
  if (!innermost && !line.starts_with("by ")) return false;
  line.remove_prefix(3);
  std::uint64_t pc = 0;
  if (!line.starts_with("0x") || !TakeHex(line, pc)) return false;
  if (!Skip(line, ": ")) return false;
  if (const std::size_t open = line.rfind(" ("); line.ends_with(')') && open != std::string_view::npos) {
    std::string_view place = line.substr(open + 2);
    place.remove_suffix(1);
    const bool module = Skip(place, "in ");
    if (module) frame.module = place;
    if (!module && EndsInNumber(place)) SetPlace(place, frame);
    if (module || EndsInNumber(place)) line = line.substr(0, open);
  }
  SetFunction(line, frame);
  return true;
}

std::string TidyFile(std::string_view file) {
  const bool tidy = !Contains(file, "./") && !Contains(file, "//");
  return tidy ? std::string(file) : std::filesystem::path(file).lexically_normal().string();
}

void TidyStack(report::Stack& stack) {
  report::NameLambdas(stack);
  report::DropOwnFrames(stack);
}

}  // namespace snarl::logs
