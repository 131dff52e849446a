// SPDX-License-Identifier: Apache-2.0
#include "views/words.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string_view>

#include "snarl/report/function_name.h"
#include "views/kinds.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Step;
using report::ThreadInfo;

bool IsWrite(const Step& step) { return step.what.ends_with("write"); }
bool IsRead(const Step& step) { return step.what.ends_with("read"); }

const ThreadInfo* FindThread(const Finding& finding, std::uint64_t id) {
  const auto it = std::ranges::find_if(finding.threads, [&](const ThreadInfo& one) { return one.id == id; });
  return it == finding.threads.end() ? nullptr : &*it;
}

// 'balance' in "… of the global 'balance'".
std::string QuotedName(std::string_view summary) {
  const std::size_t from = summary.find('\'');
  if (from == std::string_view::npos) return "";
  const std::size_t to = summary.find('\'', from + 1);
  if (to == std::string_view::npos || to == from + 1) return "";
  return std::string(summary.substr(from + 1, to - from - 1));
}

// What stands behind the colon, "4 bytes of a heap block of 16 bytes", is the same for both threads.
std::string Subject(const Finding& finding) {
  if (const std::string name = VariableOf(finding); !name.empty()) return "`" + name + "`";
  const std::size_t colon = finding.summary.find(": ");
  if (colon == std::string::npos) return "the same memory";
  const std::string_view tail = std::string_view(finding.summary).substr(colon + 2);
  const bool bytes = !tail.empty() && tail[0] >= '0' && tail[0] <= '9' && tail.find(" byte") != std::string_view::npos;
  return bytes ? "the same " + std::string(tail) : "the same memory";
}

std::string HeldNames(const Finding& finding, std::uint64_t thread) {
  const ThreadInfo* one = FindThread(finding, thread);
  std::string names;
  if (one == nullptr) return names;
  for (const report::Holding& holding : one->holds) {
    names += (names.empty() ? "" : " and ") + LockLabel(finding, holding.lock);
  }
  return names;
}

// Two accesses and nothing special about them: no use after free, no object half made.
bool IsPlainRace(const Finding& finding) {
  if (finding.kind != report::Kind::kDataRace || finding.witness.size() != 2) return false;
  for (const std::string_view special : {"free", "virtual", "destr", "construct"}) {
    if (finding.summary.find(special) != std::string::npos) return false;
  }
  return std::ranges::all_of(finding.witness, [](const Step& step) { return IsWrite(step) || IsRead(step); });
}

// "a" and "b" for the locks of a circle, in its order.
std::string LocksOfCycle(const Finding& finding) {
  std::string names;
  const std::size_t count = finding.witness.size();
  for (std::size_t i = 0; i < count; ++i) {
    names += (i == 0 ? "" : i + 1 == count ? " and " : ", ") + LockLabel(finding, finding.witness[i].held);
  }
  return names;
}

bool IsForeignInversion(const Finding& finding) {
  return finding.kind == report::Kind::kLockOrderInversion && finding.watcher != report::Watcher::kSnarl &&
         finding.witness.size() >= 2 &&
         std::ranges::all_of(finding.witness, [](const Step& step) { return step.held != 0 && step.wanted != 0; });
}

std::string Numbered(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string Listed(const Tally& tally, std::size_t most) {
  std::string text;
  const auto& names = tally.names();
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + names[i].first;
    if (names[i].second > 1) text += " (" + std::to_string(names[i].second) + ")";
  }
  if (names.size() > most || tally.others() > 0) text += ", …";
  return text;
}

}  // namespace

std::string PlainVerdict(const Finding& finding) {
  if (IsForeignInversion(finding)) {
    const bool two = finding.witness.size() == 2;
    return LocksOfCycle(finding) + (two ? " are taken in both orders" : " are taken in a circle of orders") +
           ", which can end in a deadlock";
  }
  if (!IsPlainRace(finding)) return finding.summary.empty() ? std::string(PageOf(finding.kind).what) : finding.summary;
  const Step& one = finding.witness[0];
  const Step& other = finding.witness[1];
  const std::string subject = Subject(finding);
  std::string text;
  if (IsWrite(one) && IsWrite(other)) {
    text = "both threads write " + subject;
  } else if (IsRead(one) && IsRead(other)) {
    text = "both threads use " + subject;
  } else {
    text = "one thread writes " + subject + " while another reads it";
  }
  text += ", no lock in common";
  const std::string mine = HeldNames(finding, one.thread);
  const std::string theirs = HeldNames(finding, other.thread);
  if (!mine.empty() && !theirs.empty()) return text + ": one holds " + mine + ", the other " + theirs;
  if (!mine.empty() || !theirs.empty()) return text + ": only one of them holds " + (mine.empty() ? theirs : mine);
  return text;
}

std::string ThreadLabel(const Finding& finding, std::uint64_t id) {
  const ThreadInfo* thread = FindThread(finding, id);
  const std::string number = "T" + std::to_string(id);
  if (id == 0 && (thread == nullptr || thread->name.empty())) return "a thread";
  if (thread == nullptr || thread->name.empty()) return "thread " + number;
  return "thread \"" + thread->name + "\"" + (id == 0 ? "" : " (" + number + ")");
}

std::string LockLabel(const Finding& finding, std::uint64_t id) {
  const auto it = std::ranges::find_if(finding.locks, [&](const report::LockInfo& one) { return one.id == id; });
  return "\"" + (it != finding.locks.end() && !it->name.empty() ? it->name : "M" + std::to_string(id)) + "\"";
}

std::string FunctionOf(const report::Frame& frame) {
  std::string name = report::QualifiedName(frame.function);
  if (name.empty()) name = frame.function;
  if (!name.empty()) return name;
  char offset[32];
  std::snprintf(offset, sizeof offset, "+0x%llx", static_cast<unsigned long long>(frame.offset));
  const std::string module = frame.module.substr(frame.module.rfind('/') + 1);
  return (module.empty() ? "?" : module) + offset;
}

std::string PlaceOf(const report::Frame& frame, const Sources& sources) {
  if (frame.file.empty()) return "";
  const std::string& place = sources.Relative(frame.file);
  return frame.line > 0 ? place + ":" + std::to_string(frame.line) : place;
}

std::string Times(std::uint64_t count) { return count <= 1 ? "once" : std::to_string(count) + " times"; }

std::string SeenWords(const Card& card) {
  std::string text = Times(card.finding.count);
  const auto& tests = card.tests.names();
  if (!tests.empty()) {
    const bool more = card.tests.others() > 0;
    text += ", in " + std::string(more ? "more than " : "") + Numbered(tests.size(), "test") + ": ";
    text += Listed(card.tests, 6);
  }
  if (!card.files.names().empty()) {
    const bool alone = card.files.names().size() == 1 && card.files.names()[0].first == "<stdin>";
    text += alone ? "; from standard input" : "; in " + Listed(card.files, 4);
  }
  const std::size_t sites = card.sites.names().size();
  if (sites > 1)
    text += "; at " + std::to_string(sites) + (card.sites.others() > 0 ? " or more" : "") + " sets of lines";
  return text;
}

std::string VariableOf(const Finding& finding) {
  if (finding.kind != report::Kind::kDataRace) return "";
  std::string name = QuotedName(finding.summary);
  constexpr std::string_view kAnonymous = "(anonymous namespace)::";
  if (name.starts_with(kAnonymous)) name.erase(0, kAnonymous.size());
  return name;
}

std::vector<std::string> Subjects(const Finding& finding) {
  std::vector<std::string> words;
  const auto add = [&](std::string word) {
    if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  };
  const auto add_with_last = [&](const std::string& name) {
    add(name);
    add(name.substr(name.find_last_of(".:>") + 1));  // npos + 1 is 0
  };
  add_with_last(VariableOf(finding));
  for (const report::LockInfo& lock : finding.locks) add_with_last(lock.name);
  return words;
}

std::string AdviceOf(const Finding& finding) {
  std::string advice = finding.advice.empty() ? std::string(PageOf(finding.kind).cures[0]) : finding.advice;
  if (!advice.ends_with('.')) advice += '.';
  return advice;
}

}  // namespace snarl::views
