// SPDX-License-Identifier: Apache-2.0
//
// What the readers of one tool's text have in common: they are shown line after line, and say which were theirs.
//
// Thread safety: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "logs/frame_text.h"
#include "logs/raw_report.h"
#include "logs/sink.h"

namespace snarl::logs {

// Where the lines come from; `test` changes while they do.
struct Source {
  std::string file;
  std::string test;
};

class ReportReader {
 public:
  ReportReader(const Source& source, Sink& sink) : source_(source), sink_(sink) {}
  ReportReader(const ReportReader&) = delete;
  ReportReader& operator=(const ReportReader&) = delete;
  virtual ~ReportReader() = default;

  // True where the line is part of a report. `line` has neither colours nor a prefix.
  virtual bool Take(std::string_view line, std::uint64_t number) = 0;

  // No more lines: what is unfinished was cut off.
  virtual void Finish() = 0;

  // Whether a report has begun and not ended.
  [[nodiscard]] virtual bool open() const = 0;

 protected:
  void Deliver(report::Finding&& finding, const RawReport& raw, const char* tool) {
    sink_.Take(std::move(finding), Origin{source_.file, raw.line, source_.test, tool, raw.pid});
  }
  void Complain(std::uint64_t line, const std::string& text) { sink_.Complain(source_.file, line, text); }

 private:
  const Source& source_;
  Sink& sink_;
};

// A report while it is read, with a limit to what a broken log can make of it.
class OpenReport {
 public:
  [[nodiscard]] bool open() const { return raw_.has_value(); }
  [[nodiscard]] bool empty() const { return raw_->sections.empty(); }
  [[nodiscard]] const RawReport& raw() const { return *raw_; }
  RawReport& Begin(std::uint64_t line) {
    raw_.emplace();
    raw_->line = line;
    room_ = kRoom;
    return *raw_;
  }

  void AddSection(std::string_view title) {
    if (Fits(title.size() + sizeof(Section))) raw_->sections.push_back({std::string(title), {}});
  }
  void AddToTitle(std::string_view words) {
    if (open() && !empty() && Fits(words.size())) raw_->sections.back().title += words;
  }
  // To the latest section; one without a title where there is none.
  void AddFrame(report::Frame&& frame) {
    if (!Fits(frame.function.size() + frame.file.size() + frame.module.size() + sizeof(frame))) return;
    if (empty()) raw_->sections.push_back({});
    raw_->sections.back().stack.push_back(std::move(frame));
  }
  [[nodiscard]] report::Stack& stack() { return raw_->sections.back().stack; }

  RawReport Close() {
    RawReport raw = std::move(*raw_);
    raw_.reset();
    return raw;
  }

 private:
  static constexpr std::size_t kRoom = std::size_t{1} << 20;

  bool Fits(std::size_t size) {
    const bool fits = open() && size <= room_;
    if (fits) room_ -= size;
    return fits;
  }

  std::optional<RawReport> raw_;
  std::size_t room_ = 0;
};

}  // namespace snarl::logs
