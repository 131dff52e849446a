// SPDX-License-Identifier: Apache-2.0
#include "logs/xml_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "logs/test_xml.h"
#include "logs/valgrind_xml.h"
#include "logs/xml.h"

namespace snarl::logs {
namespace {

// Hands everything to the reader that the outermost element asks for.
class Dispatcher : public XmlHandler {
 public:
  Dispatcher(const std::string& file, Sink& sink) : file_(file), sink_(sink) {}

  void Begin(std::string_view element, const char** attributes, std::uint64_t line) override {
    if (depth_++ == 0) Choose(element, line);
    if (reader_) reader_->Begin(element, attributes, line);
  }
  void Text(std::string_view text, std::uint64_t line) override {
    if (reader_) reader_->Text(text, line);
  }
  void End(std::string_view element) override {
    --depth_;
    if (reader_) reader_->End(element);
  }
  void Finish() {
    if (valgrind_ != nullptr) valgrind_->Finish();
    if (tests_ != nullptr) tests_->Finish();
  }

 private:
  void Choose(std::string_view element, std::uint64_t line) {
    if (element == "valgrindoutput") {
      auto reader = std::make_unique<ValgrindXml>(file_, sink_);
      valgrind_ = reader.get();
      reader_ = std::move(reader);
    } else if (element == "testsuites" || element == "testsuite" || element == "Site") {
      auto reader = std::make_unique<TestXml>(file_, sink_);
      tests_ = reader.get();
      reader_ = std::move(reader);
    } else {
      sink_.Complain(file_, line, "XML that is no report: <" + std::string(element.substr(0, 60)) + ">");
    }
  }

  const std::string& file_;
  Sink& sink_;
  std::uint64_t depth_ = 0;
  std::unique_ptr<XmlHandler> reader_;
  ValgrindXml* valgrind_ = nullptr;  // one of the two, which reader_ keeps
  TestXml* tests_ = nullptr;
};

}  // namespace

bool LooksLikeXml(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  constexpr std::string_view kBeginnings[] = {"<?xml", "<valgrindoutput", "<testsuite", "<Site"};
  return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                     [&](std::string_view beginning) { return head.starts_with(beginning); });
}

void ReadXml(Input& input, const std::string& file, Sink& sink) {
  Dispatcher dispatcher(file, sink);
  XmlParser parser(dispatcher);
  bool good = true;
  for (std::string_view piece = input.Next(); good && !piece.empty(); piece = input.Next()) good = parser.Feed(piece);
  good = good && parser.Finish();
  dispatcher.Finish();
  if (!good) sink.Complain(file, parser.line(), "XML that ends here: " + parser.error());
}

}  // namespace snarl::logs
