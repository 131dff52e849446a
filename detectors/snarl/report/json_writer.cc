// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/json_writer.h"

namespace snarl::report {
namespace {

unsigned char ByteAt(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : static_cast<unsigned char>(0);
}

// Length of the well-formed UTF-8 character at `at`, or 0: neither overlong, nor a surrogate, nor above U+10FFFF.
std::size_t CharacterLength(std::string_view text, std::size_t at) {
  const unsigned lead = ByteAt(text, at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((ByteAt(text, at + i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = ByteAt(text, at + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0)) return 0;
  if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90)) return 0;
  return length;
}

void EscapeAscii(char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7F) {
    out += c;
    return;
  }
  out += "\\u00";
  out += kHex[byte >> 4U];
  out += kHex[byte & 0xFU];
}

}  // namespace

void JsonWriter::Escape(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = CharacterLength(text, at);
    if (length == 1) {
      EscapeAscii(text[at], out);
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(at, length);
    }
    at += length == 0 ? 1 : length;
  }
}

void JsonWriter::NewLine() {
  text_ += '\n';
  text_.append(static_cast<std::size_t>(level_) * 2, ' ');
}

void JsonWriter::BeforeValue() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (text_.empty()) return;
  if (!first_) text_ += ',';
  NewLine();
  first_ = false;
}

void JsonWriter::Begin(char bracket) {
  BeforeValue();
  text_ += bracket;
  ++level_;
  first_ = true;
}

void JsonWriter::End(char bracket) {
  --level_;
  if (!first_) NewLine();
  text_ += bracket;
  first_ = false;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  if (!first_) text_ += ',';
  NewLine();
  first_ = false;
  text_ += '"';
  Escape(key, text_);
  text_ += "\": ";
  after_key_ = true;
  return *this;
}

void JsonWriter::String(std::string_view text) {
  BeforeValue();
  text_ += '"';
  Escape(text, text_);
  text_ += '"';
}

void JsonWriter::Number(std::int64_t value) {
  BeforeValue();
  text_ += std::to_string(value);
}

void JsonWriter::Unsigned(std::uint64_t value) {
  BeforeValue();
  text_ += std::to_string(value);
}

void JsonWriter::Bool(bool value) {
  BeforeValue();
  text_ += value ? "true" : "false";
}

void JsonWriter::Raw(std::string_view value) {
  BeforeValue();
  text_ += value;
}

}  // namespace snarl::report
