// SPDX-License-Identifier: Apache-2.0
#include "logs/test_xml.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kLongestName = 1000;

bool IsOutput(std::string_view element) {
  constexpr std::string_view kOutputs[] = {"system-out", "system-err", "failure", "error", "Log", "Value"};
  return std::find(std::begin(kOutputs), std::end(kOutputs), element) != std::end(kOutputs);
}

}  // namespace

TestXml::TestXml(std::string file, Sink& sink) : file_(std::move(file)), sink_(sink) {}

void TestXml::Begin(std::string_view element, const char** attributes, std::uint64_t line) {
  if (element == "testsuite") suite_ = Attribute(attributes, "name").substr(0, kLongestName);
  if (element == "testcase") test_ = Attribute(attributes, "name").substr(0, kLongestName);
  if (element == "Test") test_.clear();
  in_name_ = element == "Name";
  if (!IsOutput(element)) return;
  const std::string& test = test_.empty() ? suite_ : test_;
  if (!Attribute(attributes, "compression").empty() || !Attribute(attributes, "encoding").empty()) {
    sink_.Complain(file_, line, "the output of the test \"" + test + "\" is compressed, and is not read");
    return;
  }
  Finish();
  begins_ = true;
}

void TestXml::Text(std::string_view text, std::uint64_t line) {
  if (in_name_) test_ += text.substr(0, kLongestName - std::min(kLongestName, test_.size()));
  if (std::exchange(begins_, false)) {
    output_ = std::make_unique<logs::Text>(file_, sink_, line, test_.empty() ? suite_ : test_);
  }
  if (output_) output_->Feed(text);
}

void TestXml::End(std::string_view element) {
  in_name_ = false;
  if (IsOutput(element)) Finish();
  if (element == "testcase") test_.clear();
}

void TestXml::Finish() {
  begins_ = false;
  if (output_) output_->Finish();
  output_.reset();
}

}  // namespace snarl::logs
