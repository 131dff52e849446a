// SPDX-License-Identifier: Apache-2.0
#include "logs/valgrind_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::size_t kMostProcesses = 64;
constexpr std::size_t kMostThreads = 4096;

// "==12345== text", "==00:00:00:01.234 12345== text"; false where the line is no such.
bool SkipPid(std::string_view& line, std::uint64_t& pid) {
  if (!line.starts_with("==")) return false;
  const std::size_t end = line.find("==", 2);
  if (end > 60) return false;  // npos too
  std::string_view inside = line.substr(2, end - 2);
  inside.remove_prefix(inside.rfind(' ') + 1);
  if (!TakeNumber(inside, pid) || !inside.empty()) return false;
  line.remove_prefix(end + 2);
  Skip(line, " ");
  return true;
}

bool IsDashes(std::string_view text) {
  return text.size() >= 20 && text.find_first_not_of('-') == std::string_view::npos;
}

bool EndsErrors(std::string_view text) {
  return text.starts_with("ERROR SUMMARY:") || text.starts_with("For lists of detected") ||
         text.starts_with("Use --history-level") || text.starts_with("For counts of detected") ||
         Contains(text, " errors in context ");
}

}  // namespace

bool ValgrindText::Take(std::string_view line, std::uint64_t number) {
  std::uint64_t pid = 0;
  if (!SkipPid(line, pid)) return false;
  // A sanitizer's lines begin the same way.
  if (line.starts_with("ERROR: ") || line.starts_with("WARNING: ") || line.starts_with("ABORTING")) return false;
  auto known = processes_.find(pid);
  if (known == processes_.end()) {
    if (processes_.size() >= kMostProcesses) {
      for (auto& [old, process] : processes_) End(process);
      processes_.clear();
    }
    known = processes_.try_emplace(pid).first;
  }
  TakeText(known->second, pid, line, number);
  return true;
}

void ValgrindText::TakeText(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number) {
  if (Contains(text, "Helgrind, a thread error detector")) process.tool = Tool::kHelgrind;
  if (Contains(text, "drd, a thread error detector") || Contains(text, "DRD, a thread error detector")) {
    process.tool = Tool::kDrd;
  }
  if (Contains(text, "Memcheck, a memory error detector")) process.tool = Tool::kOther;
  if (Contains(text, " error detector")) process.headed = true;
  if (process.tool == Tool::kUnknown) {
    // Valgrind's option -q leaves the tool's name out.
    if (text.starts_with("---Thread-Announcement---") || IsDashes(text)) process.tool = Tool::kHelgrind;
    if (text.starts_with("Conflicting ") || text.starts_with("Thread ")) process.tool = Tool::kDrd;
  }
  if (text.starts_with("ERROR SUMMARY:")) {
    Summary(process, text, number);
  } else if (process.tool == Tool::kHelgrind) {
    TakeHelgrind(process, pid, text, number);
  } else if (process.tool == Tool::kDrd) {
    TakeDrd(process, pid, text, number);
  }
}

void ValgrindText::TakeFrame(Process& process, report::Frame&& frame) {
  if (process.announcing) {
    report::Stack& stack = process.announced[process.announced_thread];
    if (stack.size() < RawReport::kFrames / 8) stack.push_back(std::move(frame));
  } else if (process.error.open()) {
    process.error.AddFrame(std::move(frame));
  }
}

void ValgrindText::AddTitle(Process& process, std::string_view text) {
  text = WithoutBlanksBefore(text);
  if (text.starts_with("Locks held: ")) {
    process.error.AddToTitle("; ");
    process.error.AddToTitle(text);
  } else if (!text.starts_with('(')) {
    process.error.AddSection(text);
  }
}

// An error stands between a line of dashes and the next line of dashes or announcement.
void ValgrindText::TakeHelgrind(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number) {
  bool innermost = false;
  report::Frame frame;
  if (text.starts_with("---Thread-Announcement---") || IsDashes(text) || EndsErrors(text)) {
    End(process);
    process.announcing = false;
    if (IsDashes(text)) Begin(process, pid, number);
  } else if (text.empty()) {
    process.announcing = false;
  } else if (ParseValgrindFrame(text, innermost, frame)) {
    TakeFrame(process, std::move(frame));
  } else if (text.starts_with("Thread #") && text.ends_with(" was created")) {
    process.announcing = process.announced.size() < kMostThreads;
    process.announced_thread = NumberAfter(text, "Thread #");
    process.announced[process.announced_thread].clear();
  } else if (process.error.open()) {
    AddTitle(process, text);
  }
}

// An error goes up to the next empty line.
void ValgrindText::TakeDrd(Process& process, std::uint64_t pid, std::string_view text, std::uint64_t number) {
  bool innermost = false;
  report::Frame frame;
  if (text.empty() || EndsErrors(text)) {
    End(process);
  } else if (text.starts_with("Thread ") && text.ends_with(':')) {
    End(process);
    process.thread = NumberAfter(text, "Thread ");
  } else if (ParseValgrindFrame(text, innermost, frame)) {
    TakeFrame(process, std::move(frame));
  } else {
    if (!process.error.open()) Begin(process, pid, number);
    // A sentence that goes on behind its last words' stack: "Address … Allocation context:"
    if (text.ends_with(':') && !text.ends_with("observed at:")) text.remove_suffix(1);
    AddTitle(process, text);
  }
}

void ValgrindText::Summary(Process& process, std::string_view text, std::uint64_t number) {
  End(process);
  const std::uint64_t contexts = NumberAfter(text, "errors from ");
  if (contexts > process.read) {
    const std::string tool = process.tool == Tool::kOther ? "Valgrind, whose errors are not of threads," : "Valgrind";
    Complain(number, tool + " counts " + std::to_string(contexts) + " errors, and " + std::to_string(process.read) +
                         " were read");
  }
}

void ValgrindText::Begin(Process& process, std::uint64_t pid, std::uint64_t number) {
  RawReport& raw = process.error.Begin(number);
  raw.pid = pid;
  raw.thread = process.thread;
}

void ValgrindText::End(Process& process) {
  if (!process.error.open()) return;
  RawReport raw = process.error.Close();
  // What Valgrind says of itself has no stack.
  if (std::all_of(raw.sections.begin(), raw.sections.end(), [](const Section& s) { return s.stack.empty(); })) return;
  ++process.read;
  const bool drd = process.tool == Tool::kDrd;
  RawReport origin;
  origin.line = raw.line + (drd ? 0 : 1);
  origin.pid = raw.pid;
  const report::Watcher watcher = drd ? report::Watcher::kDrd : report::Watcher::kHelgrind;
  Deliver(FindingFromValgrind(watcher, std::move(raw), process.announced), origin, drd ? "DRD" : "Helgrind");
}

void ValgrindText::Finish() {
  for (auto& [pid, process] : processes_) {
    // Without a head (option -q) there is no summary behind the last error either.
    if (process.headed && process.error.open() && !process.error.empty()) {
      Complain(process.error.raw().line, "an error of Valgrind's that is cut off");
    }
    End(process);
  }
  processes_.clear();
}

bool ValgrindText::open() const {
  return std::any_of(processes_.begin(), processes_.end(), [](const auto& item) { return item.second.error.open(); });
}

}  // namespace snarl::logs
