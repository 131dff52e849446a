// SPDX-License-Identifier: Apache-2.0
#include "logs/tsan_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include "logs/tsan_text_finding.h"
#include "logs/words.h"

namespace snarl::logs {
namespace {

constexpr std::string_view kWarning = "WARNING: ThreadSanitizer: ";
constexpr std::string_view kError = "ERROR: ThreadSanitizer: ";
constexpr std::string_view kRuler = "==================";

// Behind two blanks.
bool IsTitle(std::string_view line) {
  constexpr std::string_view kTitles[] = {
      "Write of size ", "Read of size ", "Atomic write ", "Atomic read ",         "Previous ",
      "Mutex M",        "Thread T",      "Location is ",  "As if synchron",       "Cycle in lock",
      "And ",           "and:",          "Modification ", "Read-only access of ", "[failed to restor"};
  if (!Skip(line, "  ") || line.empty() || line[0] == ' ') return false;
  return std::any_of(std::begin(kTitles), std::end(kTitles), [&](std::string_view t) { return line.starts_with(t); });
}

// ctest -T memcheck writes the kind between <b> and </b>.
std::string WithoutTags(std::string_view heading) {
  Skip(heading, "<b>");
  if (heading.ends_with("</b>")) heading.remove_suffix(4);
  return std::string(heading);
}

}  // namespace

bool TsanText::TakeBeginning(std::string_view line, std::uint64_t number) {
  if (const std::size_t at = line.find(kWarning); at != std::string_view::npos) {
    CutOff();
    line.remove_prefix(at + kWarning.size());
    const std::size_t pid = line.rfind(" (pid=");
    RawReport& raw = report_.Begin(number);
    raw.heading = WithoutTags(line.substr(0, pid));
    raw.pid = pid == std::string_view::npos ? 0 : NumberAfter(line.substr(pid), "(pid=");
    return true;
  }
  if (const std::size_t at = line.find(kError); at != std::string_view::npos) {
    CutOff();
    RawReport& raw = report_.Begin(number);
    raw.heading = line.substr(at + kError.size());
    raw.pid = NumberAfter(line, "==");
    return true;
  }
  // The tool itself did not go on; what it would have reported is unknown.
  for (const std::string_view broken : {"FATAL: ThreadSanitizer", "ThreadSanitizer: CHECK failed"}) {
    if (!Contains(line, broken)) continue;
    CutOff();
    Complain(number, "ThreadSanitizer gave up: " + std::string(line.substr(line.find(broken), 300)));
    return true;
  }
  return false;
}

bool TsanText::Take(std::string_view line, std::uint64_t number) {
  // Quick: nearly every line of a large log ends here.
  const bool named = Contains(line, "ThreadSanitizer");
  if (named && TakeBeginning(line, number)) return true;
  if (ruled_) End();
  if (!report_.open()) return named;
  if (named && line.starts_with("SUMMARY: ")) {
    End();
    return true;
  }
  if (TakeFrame(line)) return true;
  if (IsTitle(line)) {
    report_.AddSection(line.substr(2));
    return true;
  }
  // The end of one without a summary (TSAN_OPTIONS=print_summary=0), or the beginning of the next, while this one was cut
  // off: the next line tells.
  if (line == kRuler && !report_.empty()) {
    ruled_ = true;
    return true;
  }
  return named || line.empty();
}

bool TsanText::TakeFrame(std::string_view line) {
  if (!line.starts_with("    #")) return false;
  std::uint64_t number = 0;
  report::Frame frame;
  if (!ParseSanitizerFrame(line, number, frame)) return false;
  // A stack of its own, where its title was lost in other output.
  if (number == 0 && !report_.empty() && !report_.stack().empty()) report_.AddSection("");
  report_.AddFrame(std::move(frame));
  return true;
}

void TsanText::End() {
  ruled_ = false;
  RawReport raw = report_.Close();
  report::Finding finding = FindingFromTsanText(raw);
  Deliver(std::move(finding), raw, "ThreadSanitizer");
}

void TsanText::CutOff() {
  if (!report_.open()) return;
  Complain(report_.raw().line, report_.empty() ? "a report of ThreadSanitizer that is cut off behind its heading"
                                               : "a report of ThreadSanitizer that is cut off");
  if (!report_.empty()) {
    End();
  } else {
    report_.Close();
  }
}

void TsanText::Finish() {
  if (ruled_) End();
  CutOff();
}

}  // namespace snarl::logs
