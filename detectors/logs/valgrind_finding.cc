// SPDX-License-Identifier: Apache-2.0
#include "logs/valgrind_finding.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "logs/frame_text.h"
#include "logs/words.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/function_name.h"
#include "snarl/report/symbolize.h"
#include "snarl/report/tool_words.h"

namespace snarl::logs {
namespace {

using report::Certainty;
using report::Finding;
using report::Kind;
using report::LockInfo;
using report::Stack;
using report::Step;
using report::ThreadInfo;

struct Misuse {
  std::string_view words;
  Kind kind;
  std::string_view summary;
};

constexpr Misuse kMisuses[] = {
    {"unlocked a not-locked lock", Kind::kUnlockUnlocked, "a lock is unlocked that nobody holds"},
    {"recursion count 0, owner", Kind::kUnlockUnlocked, "a lock is unlocked that nobody holds"},
    {"not locked by calling thread", Kind::kUnlockNotOwner, "a thread unlocks a lock that it did not lock"},
    {"utex not locked", Kind::kUnlockUnlocked, "a lock is unlocked that nobody holds"},
    {"currently held by thread", Kind::kUnlockNotOwner, "a thread unlocks a lock that another thread holds"},
    {"destroy of a locked", Kind::kDestroyLocked, "a lock is destroyed while it is locked"},
    {"Destroying locked", Kind::kDestroyLocked, "a lock is destroyed while it is locked"},
    {"Exiting thread still holds", Kind::kOrphanedLock, "a thread ended while it held a lock"},
    {"still locked at thread exit", Kind::kOrphanedLock, "a thread ended while it held a lock"},
    {"re-lock a non-recursive lock", Kind::kSelfDeadlock, "a thread takes a lock that it holds already"},
    {"Recursive locking not allowed", Kind::kSelfDeadlock, "a thread takes a lock that it holds already"},
    {"Recursive writer locking not allowed", Kind::kSelfDeadlock, "a thread takes a lock that it holds already"},
};

constexpr std::string_view kObserved = " was first observed";

class Converter {
 public:
  Converter(report::Watcher tool, RawReport&& raw, const Announced& announced)
      : tool_(tool), raw_(std::move(raw)), announced_(announced) {
    for (Section& section : raw_.sections) TidyStack(section.stack);
  }

  Finding Convert() {
    finding_.watcher = tool_;
    const Section& main = Main();
    if (Contains(main.title, "data race during ") || main.title.starts_with("Conflicting ")) {
      Race(main);
    } else if (Contains(main.title, "lock order \"")) {
      Order(main);
    } else {
      Call(main);
    }
    Locks();
    for (const Step& step : finding_.witness) Thread(step.thread);
    PlaceByCreation();
    Holdings();
    for (const Section& section : raw_.sections) Mentioned(section.title);
    finding_.fingerprint = report::Fingerprint(finding_);
    return std::move(finding_);
  }

 private:
  std::string_view ToolName() const { return tool_ == report::Watcher::kDrd ? "DRD" : "Helgrind"; }

  // In text, what is known about the locks comes before the sentence that says what is wrong.
  const Section& Main() const {
    for (const Section& section : raw_.sections) {
      if (!section.title.empty() && !Contains(section.title, kObserved) && !section.title.starts_with("Address 0x"))
        return section;
    }
    static const Section kNothing;
    return raw_.sections.empty() ? kNothing : raw_.sections.front();
  }

  // "thread #2" (Helgrind), "thread 2" (DRD); 0 where there is none.
  static std::uint64_t ThreadIn(std::string_view text) {
    for (const std::string_view before : {"hread #", "hread "}) {
      if (const std::uint64_t number = NumberAfter(text, before); number != 0) return number;
    }
    return 0;
  }

  std::uint64_t ThreadOf(const Section& main) const {
    const std::uint64_t said = ThreadIn(main.title);
    return said != 0 ? said : raw_.thread;
  }

  static std::string AccessIn(std::string_view title) {
    if (Contains(title, "read of size") || Contains(title, "load")) return "read";
    return Contains(title, "write of size") || Contains(title, "store") ? "write" : "access";
  }

  void Race(const Section& main) {
    finding_.witness.push_back({ThreadOf(main), AccessIn(main.title), 0, 0, {}, main.stack});
    std::string where;
    for (const Section& section : raw_.sections) {
      const std::string_view title = section.title;
      if (title.starts_with("This conflicts with a previous")) {
        finding_.witness.push_back({ThreadIn(title), AccessIn(title), 0, 0, {}, section.stack});
      } else if (where.empty() && &section > &main) {
        where = PlaceIn(title);
      }
    }
    DescribeByWord("data-race", report::PlaceOf(NumberAfter(main.title, " size "), where), ToolName(), finding_);
    finding_.certainty = Certainty::kLikely;
  }

  static std::string Variable(std::string_view title, std::string_view before) {
    return report::Demangle(std::string(Between(title, before, "\"")).c_str());
  }

  static std::string PlaceIn(std::string_view title) {
    for (const std::string_view symbol : {"data symbol \"", "global var \""}) {
      if (Contains(title, symbol)) return "the global '" + Variable(title, symbol) + "'";
    }
    if (Contains(title, "inside a block of size ")) {
      return "a heap block of " + std::string(Between(title, "a block of size ", " ")) + " bytes";
    }
    if (title.starts_with("Address 0x") && Contains(title, " is at offset ")) return "a heap block";
    if (Contains(title, "BSS section") || Contains(title, "Data section")) return "a global";
    return Contains(title, "'s stack") || Contains(title, "local var \"") ? "a stack" : "";
  }

  // The lock at an address; the same for the same address.
  std::uint64_t LockAt(std::uint64_t address) {
    const auto known = std::find(addresses_.begin(), addresses_.end(), address);
    const std::size_t index = static_cast<std::size_t>(known - addresses_.begin());
    if (known == addresses_.end()) {
      addresses_.push_back(address);
      LockInfo lock;
      lock.kind = "mutex";
      lock.id = addresses_.size();
      finding_.locks.push_back(std::move(lock));
    }
    return finding_.locks[index].id;
  }

  // `Thread #4: lock order "0xA before 0xB" violated`: the thread holds B and requests A.
  void Order(const Section& main) {
    const std::uint64_t early = LockAt(HexAfter(main.title, "order \""));
    const std::uint64_t late = LockAt(HexAfter(main.title, " before "));
    Step observed{ThreadOf(main), "requests", late, early, {}, main.stack};
    Step required{0, "requests", early, late, {}, {}};
    Step* current = &observed;
    for (const Section& section : raw_.sections) {
      if (section.title.starts_with("Observed (incorrect) order")) observed.first = section.stack;
      if (section.title.starts_with("Required order was established")) {
        current = &required;
        required.first = section.stack;
      }
      if (section.title.starts_with("followed by a later acquisition")) current->second = section.stack;
    }
    finding_.witness.push_back(std::move(observed));
    if (!required.second.empty()) finding_.witness.push_back(std::move(required));
    DescribeByWord("lock-order-inversion", "", ToolName(), finding_);
  }

  void Call(const Section& main) {
    Step step{ThreadOf(main), "call", 0, 0, {}, main.stack};
    for (const std::string_view before : {" lock at 0x", " mutex 0x", " rwlock 0x", " spinlock 0x"}) {
      if (step.held == 0 && Contains(main.title, before)) step.held = LockAt(HexAfter(main.title, before));
    }
    for (const Section& section : raw_.sections) {
      if (section.title.starts_with("Lock was previously acquired")) step.first = section.stack;
      // The second half of the sentence has the stack.
      if (section.title.starts_with("with error code") && step.second.empty()) step.second = section.stack;
    }
    finding_.witness.push_back(std::move(step));
    finding_.certainty = Certainty::kCertain;
    const auto* misuse = std::find_if(std::begin(kMisuses), std::end(kMisuses),
                                      [&](const Misuse& m) { return Contains(main.title, m.words); });
    if (misuse == std::end(kMisuses)) {
      Other(main);
      return;
    }
    finding_.kind = misuse->kind;
    // DRD reports it from the thread that joins.
    const std::uint64_t owner = NumberAfter(main.title, ", owner ");
    if (finding_.kind == Kind::kOrphanedLock && owner != 0) finding_.witness.back().thread = owner;
    finding_.summary = misuse->summary;
    finding_.advice = "Let each thread lock once, unlock only what it has locked, and destroy a lock last";
  }

  void Other(const Section& main) {
    std::string_view words = main.title;
    while (words.ends_with('.')) words.remove_suffix(1);
    finding_.summary = std::string(ToolName()) + ": " + std::string(words);
    for (const Section& section : raw_.sections) {
      if (section.title.starts_with("with error code")) finding_.summary += " " + section.title;
    }
  }

  // Where each lock was first used, and its variable. Helgrind's XML has other addresses there than in its sentences, in
  // the same order.
  void Locks() {
    LockInfo* latest = nullptr;
    for (Section& section : raw_.sections) {
      const std::string_view title = section.title;
      if (Contains(title, kObserved)) {
        latest = Observed(title);
        if (latest == nullptr) continue;
        latest->made = std::move(section.stack);
        const std::string_view kind = title.substr(0, title.find(' '));
        if (kind != "Lock") latest->kind = kind;
      } else if (latest != nullptr && Contains(title, "data symbol \"")) {
        latest->name = Variable(title, "data symbol \"");
        latest = nullptr;
      } else {
        latest = nullptr;
      }
    }
    for (LockInfo& lock : finding_.locks) {
      std::string plain = MutexName(finding_, lock, lock.id);
      if (lock.name.empty()) {
        lock.name = std::move(plain);
      } else {
        lock.plain = std::move(plain);
      }
    }
  }

  LockInfo* Observed(std::string_view title) {
    const std::uint64_t address = HexAfter(title, " 0x");
    const auto known = std::find(addresses_.begin(), addresses_.end(), address);
    if (known != addresses_.end()) return &finding_.locks[static_cast<std::size_t>(known - addresses_.begin())];
    for (LockInfo& lock : finding_.locks) {
      if (lock.made.empty()) return &lock;
    }
    if (finding_.locks.size() >= RawReport::kSections) return nullptr;
    LockAt(address);
    return &finding_.locks.back();
  }

  ThreadInfo* Thread(std::uint64_t id) {
    if (id == 0) return nullptr;
    for (ThreadInfo& thread : finding_.threads) {
      if (thread.id == id) return &thread;
    }
    ThreadInfo thread;
    thread.id = id;
    if (id == 1) thread.name = "main";
    if (const auto made = announced_.find(id); made != announced_.end()) {
      thread.created = made->second;
      TidyStack(thread.created);
    }
    finding_.threads.push_back(std::move(thread));
    return &finding_.threads.back();
  }

  // "… by thread #3; Locks held: 2, at addresses 0x10C0A0 0x10C0E0"
  void Holdings() {
    for (const Section& section : raw_.sections) {
      std::string_view held = Between(section.title, "Locks held: ", "");
      ThreadInfo* thread = held.empty() ? nullptr : Thread(ThreadIn(section.title));
      if (thread == nullptr || !thread->holds.empty()) continue;
      for (std::size_t at = held.find("0x"); at != std::string_view::npos; at = held.find("0x", 2)) {
        held.remove_prefix(at);
        const auto known = std::find(addresses_.begin(), addresses_.end(), HexAfter(held, "0x"));
        if (known == addresses_.end()) continue;
        thread->holds.push_back({static_cast<std::uint64_t>(known - addresses_.begin()) + 1, false, {}});
      }
    }
  }

  // Where a thread ends none of its own functions is left; where it was made tells it from others.
  void PlaceByCreation() {
    Step& step = finding_.witness.front();
    if (finding_.witness.size() != 1 || report::UserFrame(step.second) != nullptr) return;
    const ThreadInfo* thread = Thread(step.thread);
    if (thread == nullptr || report::UserFrame(thread->created) == nullptr) return;
    step.what = "created";
    step.second = thread->created;
  }

  void Mentioned(std::string_view title) {
    if (Contains(title, "held by thread #")) Thread(NumberAfter(title, "held by thread #"));
    if (title.starts_with("Other segment start (thread ")) Thread(NumberAfter(title, "(thread "));
  }

  const report::Watcher tool_;
  RawReport raw_;
  const Announced& announced_;
  std::vector<std::uint64_t> addresses_;  // of the finding's locks, in their order
  Finding finding_;
};

}  // namespace

report::Finding FindingFromValgrind(report::Watcher tool, RawReport&& raw, const Announced& announced) {
  return Converter(tool, std::move(raw), announced).Convert();
}

}  // namespace snarl::logs
