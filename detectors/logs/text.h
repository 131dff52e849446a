// SPDX-License-Identifier: Apache-2.0
//
// Reports in text: whatever a program and its tools printed, with anything between.
//
// Thread safety: none. Cost: linear. Memory: what is unfinished of each process or test whose output is mixed into the text,
// up to a limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "logs/lines.h"
#include "logs/report_reader.h"
#include "logs/sink.h"
#include "logs/test_names.h"

namespace snarl::logs {

class Text {
 public:
  // `first`: the number of the first line; `test`: whose output it is, where that is known.
  Text(std::string file, Sink& sink, std::uint64_t first = 1, std::string test = "");
  ~Text();
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  void Feed(std::string_view bytes);
  void Finish();

  // How many lines were part of a report, as far as it is known.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }

 private:
  // What the lines with one number before them, or one other prefix, say.
  struct Channel {
    Source source;
    std::vector<std::unique_ptr<ReportReader>> readers;
  };

  void TakeLine(std::string_view line, std::uint64_t number, std::size_t size);
  bool TakePrefixed(std::string_view line, std::uint64_t number);
  void LearnPrefix(std::string_view line);
  bool Give(Channel& channel, std::string_view line, std::uint64_t number);
  std::unique_ptr<Channel> NewChannel(const std::string& test);
  Channel& Numbered(std::uint64_t number);

  const std::string file_;
  const std::string test_;
  Sink& sink_;
  Lines lines_;
  TestNames names_;
  std::unique_ptr<Channel> main_;
  std::map<std::uint64_t, std::unique_ptr<Channel>> numbered_;
  std::map<std::string, std::unique_ptr<Channel>, std::less<>> prefixed_;
  std::string ruler_prefix_;  // what stood before the latest line of "="
  std::string room_;
  std::uint64_t long_lines_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace snarl::logs
