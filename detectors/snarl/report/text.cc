// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/text.h"

#include <algorithm>
#include <cstdio>

#include "snarl/report/frames.h"
#include "snarl/report/symbolize.h"

namespace snarl::report {
namespace {

const LockInfo* FindLock(const Finding& finding, std::uint64_t id) {
  const auto lock = std::find_if(finding.locks.begin(), finding.locks.end(), [&](auto& l) { return l.id == id; });
  return lock != finding.locks.end() ? &*lock : nullptr;
}

std::string LockName(const Finding& finding, std::uint64_t id) {
  const LockInfo* lock = FindLock(finding, id);
  return "\"" + (lock != nullptr && !lock->name.empty() ? lock->name : "M" + std::to_string(id)) + "\"";
}

const ThreadInfo* FindThread(const Finding& finding, std::uint64_t id) {
  const auto one = std::find_if(finding.threads.begin(), finding.threads.end(), [&](auto& t) { return t.id == id; });
  return one != finding.threads.end() ? &*one : nullptr;
}

// With its number where another one is called the same.
std::string ThreadName(const Finding& finding, std::uint64_t id) {
  const ThreadInfo* thread = FindThread(finding, id);
  std::string number = "T" + std::to_string(id);
  if (thread == nullptr || thread->name.empty()) return number;
  const auto alike = [&](const ThreadInfo& other) { return other.id != id && other.name == thread->name; };
  return std::ranges::any_of(finding.threads, alike) ? thread->name + " (" + number + ")" : thread->name;
}

// `thread "save" (T2)`, for the middle of a sentence. One that the recorder never met has no number.
std::string ThreadLabel(const ThreadInfo& thread) {
  const std::string number = "T" + std::to_string(thread.id);
  if (thread.name.empty()) return "thread " + number;
  return "thread \"" + thread.name + "\"" + (thread.id == 0 ? "" : " (" + number + ")");
}
std::string ThreadLabel(const Finding& finding, std::uint64_t id) {
  const ThreadInfo* thread = FindThread(finding, id);
  return thread == nullptr ? "thread T" + std::to_string(id) : ThreadLabel(*thread);
}

bool IsCycle(Kind kind) {
  return kind == Kind::kDeadlock || kind == Kind::kSelfDeadlock || kind == Kind::kLockOrderInversion;
}

// Whether the steps are about what is done to the lock, and not about what is done under it.
bool IsMisuse(Kind kind) {
  return kind == Kind::kUnlockNotOwner || kind == Kind::kUnlockUnlocked || kind == Kind::kDestroyLocked ||
         kind == Kind::kOrphanedLock;
}

bool IsEdge(const Step& step) { return step.held != 0 && step.wanted != 0; }

class Page {
 public:
  Page(const Finding& finding, bool colour) : finding_(finding), colour_(colour) {}

  // The threads and locks alone.
  std::string PrintTable() {
    for (const ThreadInfo& thread : finding_.threads) Print(thread);
    if (!finding_.locks.empty()) text_ += "\n";
    for (const LockInfo& lock : finding_.locks) PrintUse(lock);
    return std::move(text_);
  }

  std::string Print() {
    Headline();
    if (const std::string cycle = CycleAsText(finding_); !cycle.empty()) text_ += "  cycle: " + cycle + "\n";
    // Where every thread says itself what it holds and waits for, the steps would say it twice.
    steps_shown_ = !ThreadsTellAll();
    if (steps_shown_) {
      for (const Step& step : finding_.witness) Print(step);
    }
    for (const ThreadInfo& thread : finding_.threads) Print(thread);
    text_ += "\n";
    for (const LockInfo& lock : finding_.locks) Print(lock);
    Footer();
    return std::move(text_);
  }

 private:
  void Headline() {
    text_ += Paint("\033[1;31m");
    text_.append("SNARL: ").append(Name(finding_.kind));
    text_.append(" (").append(Name(finding_.certainty)).append("): ").append(finding_.summary);
    text_ += Paint("\033[0m");
    text_ += "\n";
  }

  void Print(const Step& step) {
    text_ += "\n  " + ThreadLabel(finding_, step.thread);
    if (IsEdge(step)) {
      text_ += " holds " + LockName(finding_, step.held) + (step.first.empty() ? "" : ", taken at:") + "\n";
      text_ += Frames(step.first, 4);
      text_ += "  and requests " + LockName(finding_, step.wanted) + " at:\n";
    } else {
      text_ += ": " + (step.what.empty() ? std::string("was") : step.what);
      if (step.held != 0) text_ += (IsMisuse(finding_.kind) ? " " : ", holding ") + LockName(finding_, step.held);
      text_ += " at:\n";
    }
    text_ += Frames(step.second, 4);
  }

  void Print(const ThreadInfo& thread) {
    const std::string doing = Doing(thread);
    if (doing.empty() && thread.now.empty() && thread.holds.empty() && thread.created.empty()) return;
    text_ += "\n  " + ThreadLabel(thread);
    if (thread.os_id != 0) text_ += ", tid " + std::to_string(thread.os_id);
    if (!doing.empty() || !thread.now.empty()) text_ += "," + doing;
    text_ += thread.now.empty() ? "\n" : At(thread, thread.now);
    if (!ShownAbove(thread, thread.now)) text_ += Frames(thread.now, 4);
    for (const Holding& holding : thread.holds) {
      text_ += "    holds " + LockName(finding_, holding.lock) + (holding.shared ? " shared" : "");
      text_ += holding.taken.empty() ? "\n" : ", taken" + At(thread, holding.taken);
      if (!ShownAbove(thread, holding.taken)) text_ += Frames(holding.taken, 6);
    }
    Origin("    created at", thread.created);
  }

  void Print(const LockInfo& lock) {
    // A name that the recorder made says already where.
    if (lock.name.find(" first ") != std::string::npos) return;
    Origin("  lock " + LockName(finding_, lock.id) + " (" + lock.kind + ") first used at", lock.made);
  }

  void PrintUse(const LockInfo& lock) {
    const auto waits = [&](const ThreadInfo& thread) { return thread.waits_for == lock.id; };
    const auto waiting = std::ranges::count_if(finding_.threads, waits);
    const std::string holders = Holders(lock.id);
    text_ += "  " + lock.kind + " " + LockName(finding_, lock.id) + (holders.empty() ? "" : ", held by " + holders);
    if (waiting != 0) text_ += ", waited for by " + std::to_string(waiting) + " of these";
    text_ += "\n";
  }

  // What leads to a stack; where a step of the thread has shown that stack already, its place is enough.
  [[nodiscard]] std::string At(const ThreadInfo& thread, const Stack& stack) const {
    return ShownAbove(thread, stack) ? " at " + MyPlace(stack) + ", as above\n" : " at:\n";
  }

  [[nodiscard]] bool ShownAbove(const ThreadInfo& thread, const Stack& stack) const {
    if (!steps_shown_ || stack.empty()) return false;
    const auto same = [&](const Stack& other) { return Frames(other, 0) == Frames(stack, 0); };
    return std::any_of(finding_.witness.begin(), finding_.witness.end(), [&](const Step& step) {
      return step.thread == thread.id && (same(step.second) || (IsEdge(step) && same(step.first)));
    });
  }

  // One line is enough for where something comes from.
  void Origin(const std::string& what, const Stack& stack) {
    if (!stack.empty()) text_ += what + " " + MyPlace(stack) + "\n";
  }

  [[nodiscard]] std::string MyPlace(const Stack& stack) const {
    const Frame* mine = UserFrame(stack);
    return Place(mine != nullptr ? *mine : stack.front());
  }

  std::string Doing(const ThreadInfo& thread) const {
    if (thread.waits_for == 0 && thread.waits_how.empty()) return thread.doing.empty() ? "" : " " + thread.doing;
    std::string text = " waits";
    if (thread.waited_ms > 0) text = " has waited " + std::to_string(thread.waited_ms) + " ms";
    if (thread.waits_for == 0) return text + " (" + thread.waits_how + ")";
    text += " for " + LockName(finding_, thread.waits_for);
    if (!thread.waits_how.empty() && thread.waits_how != "exclusive") text += " (" + thread.waits_how + ")";
    const std::string holders = Holders(thread.waits_for);
    return holders.empty() ? text : text + ", held by " + holders + ",";
  }

  std::string Holders(std::uint64_t lock) const {
    std::string names;
    for (const ThreadInfo& thread : finding_.threads) {
      const auto holds = [&](const Holding& holding) { return holding.lock == lock; };
      if (std::none_of(thread.holds.begin(), thread.holds.end(), holds)) continue;
      names += (names.empty() ? "" : " and ") + ThreadLabel(finding_, thread.id);
    }
    return names;
  }

  bool ThreadsTellAll() const {
    const bool many = finding_.kind == Kind::kStall && finding_.witness.size() > 1;
    if (finding_.kind != Kind::kDeadlock && finding_.kind != Kind::kSelfDeadlock && !many) return false;
    return std::all_of(finding_.witness.begin(), finding_.witness.end(), [&](const Step& step) {
      const ThreadInfo* thread = FindThread(finding_, step.thread);
      return thread != nullptr && thread->waits_for == step.wanted && !thread->now.empty();
    });
  }

  // What lies under the last frame of the user's is how threads start, the same in every stack.
  [[nodiscard]] std::string Frames(const Stack& stack, std::size_t indent) const {
    const auto last = std::find_if(stack.rbegin(), stack.rend(), IsUserFrame);
    const auto end = last == stack.rend() ? stack.end() : last.base();
    std::string lines;
    int number = 0;
    for (auto frame = stack.begin(); frame != end; ++frame) {
      lines.append(indent, ' ').append("#" + std::to_string(number++) + " " + Place(*frame) + "\n");
    }
    return lines;
  }

  [[nodiscard]] std::string Place(const Frame& frame) const {
    const std::string function = frame.function.empty() ? "<unknown>" : frame.function;
    if (!frame.file.empty()) {
      return function + " " + Paint("\033[36m") + frame.file + ":" + std::to_string(frame.line) + Paint("\033[0m");
    }
    char offset[32];
    std::snprintf(offset, sizeof offset, "+0x%llx", static_cast<unsigned long long>(frame.offset));
    return function + " (" + frame.module + offset + ")";
  }

  void Footer() {
    if (!finding_.advice.empty()) text_ += "  what to do: " + finding_.advice + "\n";
    text_ += "  fingerprint: " + finding_.fingerprint + "\n\n";
  }

  [[nodiscard]] std::string Paint(const char* code) const { return colour_ ? code : ""; }

  const Finding& finding_;
  bool colour_;
  bool steps_shown_ = false;
  std::string text_;
};

}  // namespace

std::string FindingAsText(const Finding& finding, bool colour) { return Page(finding, colour).Print(); }

std::string ThreadsAsText(const Finding& finding, bool colour) { return Page(finding, colour).PrintTable(); }

std::string CycleAsText(const Finding& finding) {
  if (!IsCycle(finding.kind) || finding.witness.empty()) return "";
  const bool orders = finding.kind == Kind::kLockOrderInversion;
  std::string text;
  for (const Step& step : finding.witness) {
    if (step.wanted == 0 || (orders && step.held == 0) || step.what == "waits for nobody") return "";
    text += orders ? LockName(finding, step.held) + " -> "
                   : ThreadName(finding, step.thread) + " -> " + LockName(finding, step.wanted) + " -> ";
  }
  const Step& first = finding.witness.front();
  return text + (orders ? LockName(finding, first.held) : ThreadName(finding, first.thread));
}

}  // namespace snarl::report
