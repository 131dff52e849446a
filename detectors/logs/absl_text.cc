// SPDX-License-Identifier: Apache-2.0
#include "logs/absl_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "logs/words.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/tool_words.h"

namespace snarl::logs {
namespace {

using report::Finding;
using report::Kind;
using report::LockInfo;
using report::Step;

constexpr std::string_view kPotential = "Potential Mutex deadlock: ";
constexpr std::string_view kAcquiring = "Acquiring absl::Mutex 0x";
constexpr std::string_view kMutex = "mutex@0x";

struct Misuse {
  std::string_view words;
  Kind kind;
  std::string_view summary;
};

constexpr Misuse kMisuses[] = {
    {"thread releasing lock it does not hold: 0x", Kind::kUnlockNotOwner,
     "a thread unlocks a lock that it does not hold"},
    {"Mutex unlocked when destroyed or not locked: v=0x", Kind::kUnlockUnlocked,
     "a lock is unlocked that nobody holds, or after its end"},
    {"thread should hold write lock on Mutex 0x", Kind::kOther, "Abseil: thread should hold write lock on Mutex"},
    {"thread should hold at least a read lock on Mutex 0x", Kind::kOther,
     "Abseil: thread should hold at least a read lock on Mutex"},
};

// "	@ 0x564b13e237f2 Both()"
bool ParseFrame(std::string_view line, report::Frame& frame) {
  line = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
  std::uint64_t pc = 0;
  if (!Skip(line, "@ ")) return false;
  line = WithoutBlanksBefore(line);
  if (!line.starts_with("0x") || !TakeHex(line, pc)) return false;
  line = WithoutBlanksBefore(line);
  if (line != "(unknown)") frame.function = line;
  return true;
}

Finding Convert(RawReport& raw) {
  Finding finding;
  finding.watcher = report::Watcher::kAbsl;
  std::vector<std::uint64_t> addresses;
  const auto lock = [&](std::uint64_t address) {
    auto known = std::find(addresses.begin(), addresses.end(), address);
    const auto index = static_cast<std::size_t>(known - addresses.begin());
    if (known == addresses.end()) {
      addresses.push_back(address);
      LockInfo info;
      info.id = addresses.size();
      info.kind = "absl::Mutex";
      info.name = "M" + std::to_string(info.id);
      finding.locks.push_back(std::move(info));
    }
    return finding.locks[index].id;
  };
  // The first step closes the circle; each lock of it stands with the stack that took it after the one before.
  Step closing;
  closing.what = "requests";
  std::uint64_t before = 0;
  for (Section& section : raw.sections) {
    TidyStack(section.stack);
    if (Contains(section.title, kPotential)) closing.second = std::move(section.stack);
    if (Contains(section.title, kAcquiring)) closing.wanted = lock(HexAfter(section.title, kAcquiring));
    if (!Contains(section.title, kMutex)) continue;
    const std::uint64_t id = lock(HexAfter(section.title, kMutex));
    if (before != 0) {
      Step step;
      step.what = "requests";
      step.held = before;
      step.wanted = id;
      step.second = std::move(section.stack);
      finding.witness.push_back(std::move(step));
    }
    before = id;
  }
  closing.held = before;
  finding.witness.insert(finding.witness.begin(), std::move(closing));
  DescribeByWord("lock-order-inversion", "", "Abseil", finding);
  finding.fingerprint = report::Fingerprint(finding);
  return finding;
}

}  // namespace

bool AbslText::TakeMisuse(std::string_view line, std::uint64_t number) {
  if (!Contains(line, " RAW: ") && !Contains(line, "mutex.cc")) return false;
  const auto* misuse =
      std::find_if(std::begin(kMisuses), std::end(kMisuses), [&](const Misuse& m) { return Contains(line, m.words); });
  if (misuse == std::end(kMisuses)) return false;
  End();
  RawReport raw;
  raw.line = number;
  Finding finding;
  finding.watcher = report::Watcher::kAbsl;
  finding.kind = misuse->kind;
  finding.certainty = report::Certainty::kCertain;
  finding.summary = misuse->summary;
  finding.advice = "Let each thread unlock only what it has locked, and destroy a lock last";
  finding.fingerprint = report::Fingerprint(finding);
  Deliver(std::move(finding), raw, "Abseil");
  return true;
}

bool AbslText::Take(std::string_view line, std::uint64_t number) {
  if (Contains(line, kPotential) && Contains(line, "mutex.cc")) {
    Finish();
    report_.Begin(number);
    report_.AddSection(line);
    return true;
  }
  if (TakeMisuse(line, number)) return true;
  if (!report_.open()) return false;
  report::Frame frame;
  if (ParseFrame(line, frame)) {
    // A place without any name tells nothing.
    if (!frame.function.empty()) report_.AddFrame(std::move(frame));
    return true;
  }
  if (Contains(line, kAcquiring) || Contains(line, kMutex)) {
    report_.AddSection(line);
    complete_ = complete_ || Contains(line, kMutex);
    return true;
  }
  if (line.empty() || Contains(line, "RAW: Cycle: ")) return true;
  // How long the circle is stands nowhere: another line of the program's ends it, once it has begun.
  if (complete_) End();
  return Contains(line, "dying due to potential deadlock");
}

void AbslText::End() {
  if (!report_.open()) return;
  complete_ = false;
  RawReport raw = report_.Close();
  Finding finding = Convert(raw);
  Deliver(std::move(finding), raw, "Abseil");
}

void AbslText::Finish() {
  if (report_.open() && !complete_) Complain(report_.raw().line, "a report of Abseil that is cut off");
  End();
}

}  // namespace snarl::logs
