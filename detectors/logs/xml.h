// SPDX-License-Identifier: Apache-2.0
//
// XML, piece by piece, by expat: what a handler is told while the bytes come in. Bytes that XML does not allow and logs have
// (escapes of terminals, broken UTF-8) go through: ESC arrives as DEL, other control characters as '?'.
//
// Thread safety: none. Cost: linear. Memory: that of the open elements' names; no document is built.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace snarl::logs {

class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;

  // `attributes`: name, value, name, value, …, null.
  virtual void Begin(std::string_view element, const char** attributes, std::uint64_t line) = 0;
  virtual void Text(std::string_view text, std::uint64_t line) = 0;
  virtual void End(std::string_view element) = 0;
};

// The value of an attribute; empty where it is not there.
[[nodiscard]] std::string_view Attribute(const char** attributes, std::string_view name);

class XmlParser {
 public:
  explicit XmlParser(XmlHandler& handler);
  ~XmlParser();
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;

  // False where it is no XML any more; then error() and line() say what and where, and nothing more may be fed.
  [[nodiscard]] bool Feed(std::string_view bytes);
  [[nodiscard]] bool Finish();

  [[nodiscard]] const std::string& error() const;
  [[nodiscard]] std::uint64_t line() const;

 private:
  struct Expat;

  std::unique_ptr<Expat> expat_;
};

}  // namespace snarl::logs
