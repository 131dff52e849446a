// SPDX-License-Identifier: Apache-2.0
#include "logs/asan_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "logs/words.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/tool_words.h"

namespace snarl::logs {
namespace {

using report::Finding;
using report::Step;
using report::ThreadInfo;

constexpr std::string_view kError = "ERROR: AddressSanitizer: ";

bool IsTitle(std::string_view line) {
  return line.starts_with("WRITE of size ") || line.starts_with("READ of size ") || line.starts_with("Thread T") ||
         line.starts_with("freed by thread T") || line.starts_with("previously allocated by thread T") ||
         (line.starts_with("0x") && Contains(line, " is located "));
}

// They count from 0, and here 0 means none.
std::uint64_t ThreadIn(std::string_view text) {
  return Contains(text, "hread T") ? NumberAfter(text, "hread T") + 1 : 0;
}

class Converter {
 public:
  explicit Converter(RawReport& raw) : raw_(raw) {
    for (Section& section : raw_.sections) TidyStack(section.stack);
  }

  // Whether one thread freed what another uses.
  [[nodiscard]] bool OfThreads() const {
    std::uint64_t user = 0;
    std::uint64_t other = 0;
    for (const Section& section : raw_.sections) {
      if (Contains(section.title, " of size ") && user == 0) user = ThreadIn(section.title);
      if (section.title.starts_with("freed by")) other = ThreadIn(section.title);
    }
    return user != 0 && other != 0 && user != other;
  }

  Finding Convert() {
    finding_.watcher = report::Watcher::kAsan;
    std::string where;
    for (Section& section : raw_.sections) {
      const std::string_view title = section.title;
      if (title.starts_with("WRITE") || title.starts_with("READ")) {
        size_ = NumberAfter(title, " of size ");
        Add(title.starts_with("WRITE") ? "write" : "read", section);
      } else if (title.starts_with("freed by")) {
        Add("free", section);
      } else if (title.starts_with("Thread T")) {
        Made(section);
      } else if (Contains(title, " is located ")) {
        const std::string_view region = Between(title, "-byte", "");
        std::string_view size = title.substr(0, title.size() - region.size() - 5);
        if (!region.empty()) where = "a heap block of " + std::string(size.substr(size.rfind(' ') + 1)) + " bytes";
      }
    }
    DescribeByWord("heap-use-after-free", report::PlaceOf(size_, where), "AddressSanitizer", finding_);
    finding_.fingerprint = report::Fingerprint(finding_);
    return std::move(finding_);
  }

 private:
  void Add(const char* what, Section& section) {
    Step step;
    step.thread = ThreadIn(section.title);
    step.what = what;
    step.second = std::move(section.stack);
    Thread(step.thread);
    finding_.witness.push_back(std::move(step));
  }

  ThreadInfo& Thread(std::uint64_t id) {
    for (ThreadInfo& thread : finding_.threads) {
      if (thread.id == id) return thread;
    }
    ThreadInfo thread;
    thread.id = id;
    if (id == 1) thread.name = "main";
    finding_.threads.push_back(std::move(thread));
    return finding_.threads.back();
  }

  // "Thread T2 (name) created by T0 here:"
  void Made(Section& section) {
    ThreadInfo& thread = Thread(ThreadIn(section.title));
    const std::string_view before = std::string_view(section.title).substr(0, section.title.find(" created by"));
    if (Contains(before, " (")) thread.name = Between(before, " (", ")");
    thread.created = std::move(section.stack);
  }

  RawReport& raw_;
  std::uint64_t size_ = 0;
  Finding finding_;
};

}  // namespace

bool AsanText::Take(std::string_view line, std::uint64_t number) {
  if (const std::size_t at = line.find(kError); at != std::string_view::npos) {
    Finish();
    RawReport& raw = report_.Begin(number);
    raw.heading = line.substr(at + kError.size());
    raw.pid = NumberAfter(line, "==");
    return true;
  }
  if (!report_.open()) return false;
  if (line.starts_with("SUMMARY: AddressSanitizer")) {
    End();
    return true;
  }
  std::uint64_t index = 0;
  report::Frame frame;
  if (line.starts_with("    #") && ParseSanitizerFrame(line, index, frame)) {
    report_.AddFrame(std::move(frame));
    return true;
  }
  if (!IsTitle(line)) return line.empty();
  report_.AddSection(line);
  return true;
}

void AsanText::End() {
  RawReport raw = report_.Close();
  Converter converter(raw);
  if (raw.heading.starts_with("heap-use-after-free") && converter.OfThreads()) {
    Deliver(converter.Convert(), raw, "AddressSanitizer");
    return;
  }
  std::string_view heading = raw.heading;
  heading = heading.substr(0, std::min(heading.find(" on "), heading.find(" 0x")));
  Complain(raw.line, "AddressSanitizer: " + std::string(heading.substr(0, 100)) + ": not a report about threads");
}

void AsanText::Finish() {
  if (!report_.open()) return;
  Complain(report_.raw().line, "a report of AddressSanitizer that is cut off");
  End();
}

}  // namespace snarl::logs
