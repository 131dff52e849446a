// SPDX-License-Identifier: Apache-2.0
#include "logs/plain_line.h"

#include <algorithm>
#include <cstddef>

#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::string_view kEscapeInXml = "[NON-XML-CHAR-0x1B]";  // as ctest writes it into JUnit files

// Behind the escape: "[1;31m", "[K", "]0;title" and BEL.
std::size_t SequenceLength(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ']') return std::min(text.find('\a'), text.size() - 1) + 1;
  if (text[0] != '[') return 1;
  std::size_t at = 1;
  while (at < text.size() && (text[at] < '@' || text[at] > '~')) ++at;
  return std::min(at + 1, text.size());
}

std::string_view WithoutColours(std::string_view line, std::string& room) {
  room.clear();
  while (!line.empty()) {
    // DEL stands for the escape that XML does not allow.
    const std::size_t at = std::min(line.find_first_of("\x1b\x7f"), line.find(kEscapeInXml));
    room.append(line.substr(0, at));
    if (at == std::string_view::npos) break;
    line.remove_prefix(at);
    line.remove_prefix(line[0] == '[' ? kEscapeInXml.size() : 1);
    line.remove_prefix(SequenceLength(line));
  }
  return room;
}

// Whether `text` begins as the pattern says: 'd' is a digit, every other character itself.
bool Matches(std::string_view text, std::string_view pattern) {
  if (text.size() < pattern.size()) return false;
  return std::equal(pattern.begin(), pattern.end(), text.begin(),
                    [](char p, char c) { return p == 'd' ? IsDigit(c) : p == c; });
}

bool SkipPattern(std::string_view& text, std::string_view pattern) {
  if (!Matches(text, pattern)) return false;
  text.remove_prefix(pattern.size());
  return true;
}

// "2024-05-01T12:00:00.123Z ", "[2024-05-01 12:00:00] ", "[12:00:00] ", "12:00:00 ": as machines of continuous integration do.
std::string_view WithoutTimeStamp(std::string_view line) {
  std::string_view text = line;
  const bool bracket = Skip(text, "[");
  if (SkipPattern(text, "dddd-dd-dd") && !Skip(text, "T") && !Skip(text, " ")) return line;
  if (!SkipPattern(text, "dd:dd:dd")) return line;
  if (Skip(text, ".") || Skip(text, ",")) {
    std::uint64_t fraction = 0;
    if (!TakeNumber(text, fraction)) return line;
  }
  if (!Skip(text, "Z") && !SkipPattern(text, "+dd:dd") && !SkipPattern(text, "-dd:dd")) SkipPattern(text, "+dddd");
  if (bracket && !Skip(text, "]")) return line;
  if (text.empty()) return text;
  return Skip(text, " ") ? text : line;
}

}  // namespace

PlainLine Plain(std::string_view line, std::string& room) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (line.find_first_of("\x1b\x7f") != std::string_view::npos || Contains(line, kEscapeInXml)) {
    line = WithoutColours(line, room);
  }
  PlainLine plain;
  if (line.empty() || (!IsDigit(line[0]) && line[0] != '[')) {
    plain.text = line;
    return plain;
  }
  plain.text = WithoutTimeStamp(line);
  std::string_view rest = plain.text;
  std::uint64_t number = 0;
  if (!TakeNumber(rest, number) || number == 0 || !Skip(rest, ":")) return plain;
  if (!rest.empty() && !Skip(rest, " ")) return plain;
  plain.numbered = true;
  plain.test = number;
  plain.text = rest;
  return plain;
}

}  // namespace snarl::logs
