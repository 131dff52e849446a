// SPDX-License-Identifier: Apache-2.0
//
// What test runners write as XML, with the output of each test in it: JUnit files, and ctest's own (Test.xml,
// DynamicAnalysis.xml). The output is text, and is read as such.
//
// Thread safety: none.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "logs/sink.h"
#include "logs/text.h"
#include "logs/xml.h"

namespace snarl::logs {

class TestXml : public XmlHandler {
 public:
  TestXml(std::string file, Sink& sink);

  void Begin(std::string_view element, const char** attributes, std::uint64_t line) override;
  void Text(std::string_view text, std::uint64_t line) override;
  void End(std::string_view element) override;

  // The end of the file, also in the middle of a test's output.
  void Finish();

 private:
  const std::string file_;
  Sink& sink_;
  std::string suite_;
  std::string test_;
  bool in_name_ = false;
  bool begins_ = false;                 // behind the beginning of an output, before its first text
  std::unique_ptr<logs::Text> output_;  // while inside of one
};

}  // namespace snarl::logs
