// SPDX-License-Identifier: Apache-2.0
//
// What `valgrind --tool=helgrind|drd --xml=yes` writes, protocol 4.
//
// Thread safety: none. Memory: one error, and where threads were created.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "logs/raw_report.h"
#include "logs/sink.h"
#include "logs/valgrind_finding.h"
#include "logs/xml.h"

namespace snarl::logs {

class ValgrindXml : public XmlHandler {
 public:
  ValgrindXml(std::string file, Sink& sink);

  void Begin(std::string_view element, const char** attributes, std::uint64_t line) override;
  void Text(std::string_view text, std::uint64_t line) override;
  void End(std::string_view element) override;

  // The end of the file; a document that was cut off has told no counts, and its last error may be half.
  void Finish();

 private:
  struct Error {
    std::uint64_t unique = 0;
    report::Finding finding;
    Origin origin;
  };

  void EndOfFrameMember(std::string_view element);
  void EndInError(std::string_view element);
  void EndOfCounts(std::string_view element);
  void AddSection(std::string title);
  void Convert();
  void Flush();

  const std::string file_;
  Sink& sink_;

  std::string text_;  // of the innermost element that has one
  std::string tool_;
  std::uint64_t pid_ = 0;

  bool in_announce_ = false;
  std::uint64_t announced_thread_ = 0;
  report::Stack announced_stack_;
  Announced announced_;

  std::optional<RawReport> error_;
  std::uint64_t unique_ = 0;
  bool in_observed_ = false;
  std::string observed_;  // "mutex"

  bool in_frame_ = false;
  report::Frame frame_;
  std::string folder_;

  bool in_counts_ = false;
  std::uint64_t count_ = 0;
  std::vector<Error> errors_;  // until their counts are known
  std::uint64_t strange_ = 0;  // errors of a tool that is not about threads
};

}  // namespace snarl::logs
