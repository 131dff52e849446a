// SPDX-License-Identifier: Apache-2.0
#include "views/suppress.h"

#include <algorithm>
#include <string_view>

#include "snarl/report/function_name.h"
#include "snarl/report/suppressions.h"
#include "views/card.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Frame;
using report::Kind;

std::string SnarlPattern(const Finding& finding) {
  const std::string kind(report::Name(finding.kind));
  std::vector<std::string> patterns;
  if (const Frame* frame = MainFrame(finding); frame != nullptr) {
    const std::string name = report::QualifiedName(frame->function);
    if (!name.empty()) patterns.insert(patterns.end(), {"^" + name, name});
    if (!frame->function.empty()) patterns.push_back(frame->function);
    if (!frame->module.empty()) patterns.push_back(frame->module.substr(frame->module.rfind('/') + 1));
  }
  for (const report::LockInfo& lock : finding.locks) patterns.push_back(lock.name);
  for (const std::string& pattern : patterns) {
    const bool one_line = pattern.find('\n') == std::string::npos && !pattern.empty();
    if (one_line && report::Suppresses({kind, pattern}, finding)) return kind + ":" + pattern;
  }
  return "";
}

std::string_view TsanWord(Kind kind) {
  switch (kind) {
    case Kind::kDataRace:
      return "race";
    case Kind::kLockOrderInversion:
      return "deadlock";
    case Kind::kThreadLeak:
      return "thread";
    case Kind::kUnlockNotOwner:
    case Kind::kUnlockUnlocked:
    case Kind::kDestroyLocked:
      return "mutex";
    default:
      return "";
  }
}

std::string_view ValgrindWord(std::string_view watcher, Kind kind) {
  const bool drd = watcher == "drd";
  switch (kind) {
    case Kind::kDataRace:
      return drd ? "drd:ConflictingAccess" : "Helgrind:Race";
    case Kind::kLockOrderInversion:
      return drd ? "" : "Helgrind:LockOrder";
    case Kind::kUnlockUnlocked:
      return drd ? "drd:MutexErr" : "Helgrind:UnlockUnlocked";
    case Kind::kUnlockNotOwner:
      return drd ? "drd:MutexErr" : "Helgrind:UnlockForeign";
    case Kind::kDestroyLocked:
      return drd ? "drd:MutexErr" : "Helgrind:Misc";
    default:
      return "";
  }
}

// ThreadSanitizer looks for the pattern in the names as it prints them, which for a lambda differ from compiler to
// compiler; the file's name always helps.
std::string TsanPattern(const Frame& frame) {
  const bool lambda = frame.function.find("{lambda") != std::string::npos ||
                      frame.function.find("$_") != std::string::npos || frame.function == "operator()";
  if (!lambda) {
    for (const std::string& name : {report::QualifiedName(frame.function), report::PlainName(frame.function)}) {
      if (!name.empty() && frame.function.find(name) != std::string::npos) return name;
    }
  }
  const std::string& path = frame.file.empty() ? frame.module : frame.file;
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

std::vector<SuppressionLine> HowToSuppress(const Finding& finding) {
  std::vector<SuppressionLine> lines;
  const std::string_view watcher = report::Name(finding.watcher);
  const Frame* frame = MainFrame(finding);
  const std::string name = frame == nullptr ? "" : TsanPattern(*frame);
  if (const std::string pattern = SnarlPattern(finding);
      !pattern.empty() && (watcher == "snarl" || watcher == "tsan")) {
    lines.push_back({"suppressions=FILE in SNARL_OPTIONS", pattern});
  }
  if (watcher == "tsan" && !TsanWord(finding.kind).empty() && !name.empty()) {
    lines.push_back({"suppressions=FILE in TSAN_OPTIONS", std::string(TsanWord(finding.kind)) + ":" + name});
  }
  const std::string plain = frame == nullptr ? "" : report::PlainName(frame->function);
  if ((watcher == "helgrind" || watcher == "drd") && !plain.empty()) {
    const std::string_view word = ValgrindWord(watcher, finding.kind);
    if (!word.empty()) {
      lines.push_back({"--suppressions=FILE of valgrind", "{\n  " + finding.fingerprint + "\n  " + std::string(word) +
                                                              "\n  ...\n  fun:*" + plain + "*\n}"});
    }
  }
  return lines;
}

}  // namespace snarl::views
