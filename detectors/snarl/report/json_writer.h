// SPDX-License-Identifier: Apache-2.0
//
// JSON as text, written front to back: RFC 8259, two spaces a level. Hand-written because a watched program links this
// and should not have to carry a JSON library.
//
//   JsonWriter json;
//   json.BeginObject();
//   json.Key("kind").String("deadlock");
//   json.EndObject();
//
// Thread safety: one thread. REQUIRES: the calls spell a document (a value after each Key, an End for each Begin).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace snarl::report {

class JsonWriter {
 public:
  explicit JsonWriter(int level = 0) : level_(level) {}

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginArray() { Begin('['); }
  void EndArray() { End(']'); }
  JsonWriter& Key(std::string_view key);
  void String(std::string_view text);
  void Number(std::int64_t value);
  void Unsigned(std::uint64_t value);
  void Bool(bool value);
  // A value that another JsonWriter made for this level.
  void Raw(std::string_view value);

  [[nodiscard]] const std::string& text() const { return text_; }

  // `text` as the inside of a JSON string. Bytes that are no UTF-8 (RFC 3629) become U+FFFD, one for each.
  static void Escape(std::string_view text, std::string& out);

 private:
  void Begin(char bracket);
  void End(char bracket);
  void BeforeValue();
  void NewLine();

  std::string text_;
  int level_;
  bool first_ = true;  // of the innermost array or object
  bool after_key_ = false;
};

}  // namespace snarl::report
