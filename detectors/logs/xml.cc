// SPDX-License-Identifier: Apache-2.0
#include "logs/xml.h"

#include <expat.h>

#include <cstddef>
#include <exception>

namespace snarl::logs {
namespace {

// A tag or a word of more than this is no report's, and expat would keep all of it.
constexpr std::uint64_t kLongestToken = std::uint64_t{1} << 20;

}  // namespace

struct XmlParser::Expat {
  explicit Expat(XmlHandler& the_handler) : handler(the_handler), parser(XML_ParserCreate("ISO-8859-1")) {}
  ~Expat() { XML_ParserFree(parser); }
  Expat(const Expat&) = delete;
  Expat& operator=(const Expat&) = delete;

  // What the handler throws must not pass through expat, which is C.
  template <typename Call>
  void Guard(Call call) {
    if (thrown != nullptr) return;
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }

  [[nodiscard]] std::uint64_t Line() const { return XML_GetCurrentLineNumber(parser); }

  static void Begin(void* self, const char* name, const char** attributes) {
    auto& expat = *static_cast<Expat*>(self);
    expat.Guard([&] { expat.handler.Begin(name, attributes, expat.Line()); });
  }
  static void End(void* self, const char* name) {
    auto& expat = *static_cast<Expat*>(self);
    expat.Guard([&] { expat.handler.End(name); });
  }
  static void Text(void* self, const char* text, int size) {
    auto& expat = *static_cast<Expat*>(self);
    expat.Guard([&] {
      expat.Unwiden({text, static_cast<std::size_t>(size)});
      expat.handler.Text(expat.plain, expat.Line());
    });
  }

  // Every byte was declared to be a character, so that all are valid; here they become bytes again.
  void Unwiden(std::string_view text) {
    plain.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if ((byte == 0xC2 || byte == 0xC3) && i + 1 < text.size()) {
        const auto next = static_cast<unsigned char>(text[++i]);
        plain += static_cast<char>(static_cast<unsigned char>((byte & 0x03U) << 6U) | (next & 0x3FU));
      } else {
        plain += text[i];
      }
    }
  }

  XmlHandler& handler;
  XML_Parser parser;
  std::string input;
  std::string plain;
  std::string error;
  std::exception_ptr thrown;
  std::uint64_t fed = 0;
};

std::string_view Attribute(const char** attributes, std::string_view name) {
  for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
    if (name == attributes[0]) return attributes[1];
  }
  return {};
}

XmlParser::XmlParser(XmlHandler& handler) : expat_(std::make_unique<Expat>(handler)) {
  if (expat_->parser == nullptr) throw std::bad_alloc();
  XML_SetUserData(expat_->parser, expat_.get());
  XML_SetElementHandler(expat_->parser, &Expat::Begin, &Expat::End);
  XML_SetCharacterDataHandler(expat_->parser, &Expat::Text);
}

XmlParser::~XmlParser() = default;

bool XmlParser::Feed(std::string_view bytes) {
  Expat& expat = *expat_;
  expat.input.assign(bytes);
  for (char& c : expat.input) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') c = c == '\x1b' ? '\x7f' : '?';
  }
  expat.fed += bytes.size();
  const XML_Status status = XML_Parse(expat.parser, expat.input.data(), static_cast<int>(expat.input.size()), 0);
  if (expat.thrown != nullptr) std::rethrow_exception(expat.thrown);
  if (status == XML_STATUS_ERROR) {
    expat.error = XML_ErrorString(XML_GetErrorCode(expat.parser));
    return false;
  }
  const XML_Index at = XML_GetCurrentByteIndex(expat.parser);
  if (at < 0 || expat.fed - static_cast<std::uint64_t>(at) <= kLongestToken) return true;
  expat.error = "a word or tag of more than 1 MiB";
  return false;
}

bool XmlParser::Finish() {
  const XML_Status status = XML_Parse(expat_->parser, "", 0, 1);
  if (expat_->thrown != nullptr) std::rethrow_exception(expat_->thrown);
  if (status != XML_STATUS_ERROR) return true;
  const XML_Error code = XML_GetErrorCode(expat_->parser);
  const bool cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                   code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
  expat_->error = cut ? "it is cut off" : XML_ErrorString(code);
  return false;
}

const std::string& XmlParser::error() const { return expat_->error; }
std::uint64_t XmlParser::line() const { return expat_->Line(); }

}  // namespace snarl::logs
