// SPDX-License-Identifier: Apache-2.0
#include "views/printable.h"

#include <algorithm>
#include <cstdint>

namespace snarl::views {
namespace {

constexpr std::string_view kReplaced = "\xEF\xBF\xBD";

bool StartsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  // 0: no UTF-8
};

// RFC 3629: neither overlong, nor half a surrogate pair, nor above U+10FFFF.
Character Decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = first & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool good = code >= kLeast[bytes] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return good ? Character{code, bytes} : Character{};
}

bool TurnsDirection(std::uint32_t code) {
  return code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool IsControl(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 || code >= 0x10FFFE ||
         code == 0xFFFE || code == 0xFFFF;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character one = Decode(text);
    if (one.code == '\n' || one.code == '\r' || one.code == '\t') {
      out += ' ';
    } else if (one.bytes == 0 || IsControl(one.code) || TurnsDirection(one.code)) {
      out += kReplaced;
    } else {
      out += text.substr(0, one.bytes);
    }
    text.remove_prefix(std::max<std::size_t>(one.bytes, 1));
  }
  return out;
}

std::string Markup(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string MarkdownWords(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (std::string_view("\\`*_{}[]<>#|~!").find(c) != std::string_view::npos) out += '\\';
    out += c;
    // "@name" would call somebody.
    if (c == '@') out += "\xE2\x80\x8B";
  }
  return out;
}

std::string MarkdownCode(std::string_view text) {
  const std::string words = Printable(text);
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : words) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string pad = longest > 0 || words.empty() ? " " : "";
  return fence + pad + words + pad + fence;
}

std::size_t Columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

std::size_t Fitting(std::string_view text, std::size_t columns) {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (StartsCharacter(text[i]) && ++taken > columns) return i;
  }
  return text.size();
}

}  // namespace snarl::views
