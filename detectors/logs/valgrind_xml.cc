// SPDX-License-Identifier: Apache-2.0
#include "logs/valgrind_xml.h"

#include <algorithm>
#include <utility>

#include "logs/frame_text.h"
#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kLongestText = std::size_t{64} << 10;
constexpr std::size_t kMostThreads = std::size_t{16} << 10;
// Valgrind itself stops at a thousand.
constexpr std::size_t kMostErrors = 2000;

std::uint64_t Number(std::string_view text) {
  std::uint64_t number = 0;
  TakeNumber(text, number);
  return number;
}

std::uint64_t Hex(std::string_view text) {
  std::uint64_t number = 0;
  TakeHex(text, number);
  return number;
}

}  // namespace

ValgrindXml::ValgrindXml(std::string file, Sink& sink) : file_(std::move(file)), sink_(sink) {}

void ValgrindXml::Begin(std::string_view element, const char** /*attributes*/, std::uint64_t line) {
  text_.clear();
  if (element == "error") {
    error_.emplace();
    error_->line = line;
    error_->pid = pid_;
  } else if (element == "announcethread") {
    in_announce_ = true;
    announced_stack_.clear();
  } else if (element == "frame") {
    in_frame_ = true;
    frame_ = {};
    folder_.clear();
  } else if (element == "first_observed_at") {
    in_observed_ = true;
  } else if (element == "other_segment_start") {
    AddSection("Other segment start");
  } else if (element == "other_segment_end") {
    AddSection("Other segment end");
  } else if (element == "stack" && error_ && (error_->sections.empty() || !error_->sections.back().stack.empty())) {
    AddSection("");
  } else if (element == "errorcounts") {
    in_counts_ = true;
  }
}

void ValgrindXml::Text(std::string_view text, std::uint64_t /*line*/) {
  text_ += text.substr(0, kLongestText - std::min(kLongestText, text_.size()));
}

void ValgrindXml::AddSection(std::string title) {
  if (error_ && error_->sections.size() < RawReport::kSections) error_->sections.push_back({std::move(title), {}});
}

void ValgrindXml::End(std::string_view element) {
  if (in_frame_) {
    EndOfFrameMember(element);
  } else if (error_) {
    EndInError(element);
  } else if (in_announce_) {
    if (element == "hthreadid") announced_thread_ = Number(text_);
    if (element == "announcethread") {
      in_announce_ = false;
      if (announced_.size() < kMostThreads) announced_[announced_thread_] = std::move(announced_stack_);
      announced_stack_.clear();
    }
  } else if (in_counts_) {
    EndOfCounts(element);
  } else if (element == "pid") {
    pid_ = Number(text_);
  } else if (element == "protocoltool") {
    tool_ = text_;
  } else if (element == "valgrindoutput") {
    Flush();
  }
  text_.clear();
}

void ValgrindXml::EndOfFrameMember(std::string_view element) {
  if (element == "obj") frame_.module = text_;
  if (element == "fn") frame_.function = text_;
  if (element == "dir") folder_ = text_;
  if (element == "file") frame_.file = text_;
  if (element == "line") frame_.line = static_cast<int>(std::min<std::uint64_t>(Number(text_), 0x7FFFFFFF));
  if (element != "frame") return;
  in_frame_ = false;
  if (!frame_.file.empty() && !folder_.empty()) frame_.file = TidyFile(folder_ + "/" + frame_.file);
  report::Stack* stack = in_announce_ ? &announced_stack_ : nullptr;
  if (error_ && !error_->sections.empty()) stack = &error_->sections.back().stack;
  if (stack != nullptr && stack->size() < RawReport::kFrames) stack->push_back(std::move(frame_));
}

void ValgrindXml::EndInError(std::string_view element) {
  if (element == "error") {
    Convert();
    error_.reset();
  } else if (element == "unique") {
    unique_ = Hex(text_);
  } else if (element == "tid") {
    error_->thread = Number(text_);
  } else if (element == "kind") {
    error_->heading = text_;
  } else if (element == "what" && in_observed_) {
    observed_ = text_;
  } else if (element == "address" && in_observed_) {
    AddSection(observed_ + " " + text_ + " was first observed");
  } else if (element == "first_observed_at") {
    in_observed_ = false;
  } else if (element == "what" || element == "text" || element == "auxwhat") {
    AddSection(text_);
  }
}

void ValgrindXml::EndOfCounts(std::string_view element) {
  if (element == "errorcounts") in_counts_ = false;
  if (element == "count") count_ = Number(text_);
  if (element != "unique") return;
  const auto error =
      std::find_if(errors_.begin(), errors_.end(), [&](const Error& e) { return e.unique == Hex(text_); });
  if (error != errors_.end() && count_ != 0) error->finding.count = count_;
}

void ValgrindXml::Convert() {
  const bool drd = tool_ == "drd";
  if (!drd && tool_ != "helgrind") {
    ++strange_;
    return;
  }
  const Origin origin{file_, error_->line, "", drd ? "DRD" : "Helgrind", error_->pid};
  const report::Watcher watcher = drd ? report::Watcher::kDrd : report::Watcher::kHelgrind;
  errors_.push_back({unique_, FindingFromValgrind(watcher, std::move(*error_), announced_), origin});
  if (errors_.size() >= kMostErrors) Flush();
}

void ValgrindXml::Flush() {
  for (Error& error : errors_) sink_.Take(std::move(error.finding), error.origin);
  errors_.clear();
}

void ValgrindXml::Finish() {
  Flush();
  if (error_) sink_.Complain(file_, error_->line, "this error is cut off");
  if (strange_ == 0) return;
  sink_.Complain(file_, 1,
                 "Valgrind's " + tool_ + " reports " + std::to_string(strange_) + " errors, which are not of threads");
}

}  // namespace snarl::logs
