// SPDX-License-Identifier: Apache-2.0
#include "logs/tsan_text_finding.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "logs/frame_text.h"
#include "logs/words.h"
#include "snarl/report/fingerprint.h"
#include "snarl/report/tool_words.h"

namespace snarl::logs {
namespace {

using report::Finding;
using report::Holding;
using report::LockInfo;
using report::Step;
using report::ThreadInfo;

// The heading, and what the runtime's report interface calls it.
constexpr std::pair<std::string_view, std::string_view> kHeadings[] = {
    {"data race", "data-race"},
    {"data race on vptr (ctor/dtor vs virtual call)", "data-race-vptr"},
    {"heap-use-after-free", "heap-use-after-free"},
    {"heap-use-after-free (virtual call vs free)", "heap-use-after-free-vptr"},
    {"thread leak", "thread-leak"},
    {"destroy of a locked mutex", "locked-mutex-destroy"},
    {"double lock of a mutex", "mutex-double-lock"},
    {"use of an invalid mutex (e.g. uninitialized or destroyed)", "mutex-invalid-access"},
    {"unlock of an unlocked mutex (or by a wrong thread)", "mutex-bad-unlock"},
    {"read lock of a write locked mutex", "mutex-bad-read-lock"},
    {"read unlock of a write locked mutex", "mutex-bad-read-unlock"},
    {"signal-unsafe call inside of a signal", "signal-unsafe-call"},
    {"signal handler spoils errno", "errno-in-signal-handler"},
    {"lock-order-inversion (potential deadlock)", "lock-order-inversion"},
};

std::string Word(std::string_view heading) {
  for (const auto& [text, word] : kHeadings) {
    if (heading == text) return std::string(word);
  }
  if (heading.starts_with("race on ")) return "external-race";
  // "SEGV on unknown address 0x… (pc 0x… T123)"
  return std::string(heading.substr(0, heading.find(" 0x")));
}

// "main thread" is 1 and "thread T4" is 5: there they count from 0, and here 0 means none.
std::uint64_t ThreadIn(std::string_view text) {
  if (Contains(text, " main thread")) return 1;
  const std::string_view number = Between(text, "hread T", "");
  return number.empty() || !IsDigit(number[0]) ? 0 : NumberAfter(text, "hread T") + 1;
}

class Converter {
 public:
  explicit Converter(RawReport& raw) : raw_(raw), word_(Word(raw.heading)) {
    for (Section& section : raw_.sections) TidyStack(section.stack);
  }

  Finding Convert() {
    finding_.watcher = report::Watcher::kTsan;
    for (Section& section : raw_.sections) Look(section);
    NameLocks();
    Holdings();
    if (word_ == "lock-order-inversion") {
      Orders();
    } else if (word_ == "thread-leak") {
      report::AddCreations(finding_);
    } else if (finding_.witness.empty()) {
      Call();
    }
    DescribeByWord(word_, Place(), "ThreadSanitizer", finding_);
    finding_.fingerprint = report::Fingerprint(finding_);
    return std::move(finding_);
  }

 private:
  void Look(Section& section) {
    const std::string_view title = section.title;
    if (Contains(title, " of size ") && Contains(title, " at 0x")) {
      if (title.starts_with("Location")) {
        Location(title);
      } else {
        Access(section);
      }
    } else if (title.starts_with("Location is ")) {
      Location(title);
    } else if (title.starts_with("Thread T")) {
      Made(section);
    } else if (title.starts_with("Mutex M")) {
      Mutex(section);
    } else if (title.starts_with("Cycle in lock order graph: ")) {
      Cycle(title);
    } else if (title.starts_with("And ") && Contains(title, "similar thread leak")) {
      finding_.count = NumberAfter(title, "And ") + 1;
    }
  }

  // "Previous atomic write of size 4 at 0x7b04 by thread T1 (mutexes: write M9, read M10):"
  void Access(Section& section) {
    const std::string_view title = section.title;
    const bool atomic = Contains(title, "tomic ");
    const bool write = Contains(title, "rite of size") || Contains(title, "odification of");
    if (finding_.witness.empty()) size_ = NumberAfter(title, " of size ");
    Step step;
    step.thread = ThreadIn(Between(title, " by", ""));
    step.what = std::string(atomic ? "atomic " : "") + (write ? "write" : "read");
    step.second = std::move(section.stack);
    Thread(step.thread);
    finding_.witness.push_back(std::move(step));
  }

  void Location(std::string_view title) {
    if (!location_.empty()) return;
    if (title.starts_with("Location is global '") && !Contains(title, "'<null>'")) {
      std::string_view name = Between(title, "'", "");
      location_ = "the global '" + std::string(name.substr(0, name.find("' "))) + "'";
    } else if (title.starts_with("Location is global")) {
      location_ = "a global";
    } else if (title.starts_with("Location is heap block")) {
      location_ = "a heap block of " + std::to_string(NumberAfter(title, " of size ")) + " bytes";
    } else if (title.starts_with("Location is stack")) {
      location_ = "a stack";
    } else if (title.starts_with("Location is TLS")) {
      location_ = "a thread_local";
    } else if (title.starts_with("Location is file descriptor ")) {
      location_ = "file descriptor " + std::to_string(NumberAfter(title, "descriptor "));
    }
  }

  ThreadInfo* Thread(std::uint64_t id) {
    if (id == 0) return nullptr;
    for (ThreadInfo& thread : finding_.threads) {
      if (thread.id == id) return &thread;
    }
    ThreadInfo thread;
    thread.id = id;
    if (id == 1) {
      thread.name = "main";
      thread.os_id = raw_.pid;
    }
    finding_.threads.push_back(std::move(thread));
    return &finding_.threads.back();
  }

  // "Thread T2 'name' (tid=25112, running) created by main thread at:"
  void Made(Section& section) {
    const std::string_view title = section.title;
    ThreadInfo* thread = Thread(NumberAfter(title, "Thread T") + 1);
    thread->os_id = NumberAfter(title, "(tid=");
    if (const std::size_t end = title.rfind("' (tid="); end != std::string_view::npos) {
      thread->name = Between(title.substr(0, end), " '", "");
    }
    thread->created = std::move(section.stack);
  }

  LockInfo& Lock(std::uint64_t number) {
    for (LockInfo& lock : finding_.locks) {
      if (lock.id == number + 1) return lock;
    }
    LockInfo lock;
    lock.id = number + 1;
    lock.kind = "mutex";
    finding_.locks.push_back(std::move(lock));
    return finding_.locks.back();
  }

  // "M9 (0x564c) => M10 (0x564d) => M9"
  void Cycle(std::string_view title) {
    for (std::size_t at = title.find(" M"); at != std::string_view::npos; at = title.find(" M", 2)) {
      title.remove_prefix(at);
      if (title.size() > 2 && IsDigit(title[2]) && finding_.locks.size() < RawReport::kSections) {
        Lock(NumberAfter(title, " M"));
      }
    }
  }

  void Mutex(Section& section) {
    const std::string_view title = section.title;
    const std::uint64_t number = NumberAfter(title, "Mutex M");
    if (Contains(title, " acquired here while holding mutex M")) {
      Step step;
      step.thread = ThreadIn(Between(title, " in", ""));
      step.what = "requests";
      step.held = Lock(NumberAfter(title, "holding mutex M")).id;
      step.wanted = Lock(number).id;
      step.second = std::move(section.stack);
      orders_.push_back(std::move(step));
    } else if (Contains(title, " previously acquired by the same thread")) {
      if (!orders_.empty()) orders_.back().first = std::move(section.stack);
    } else if (Contains(title, "created at") || Contains(title, "destroyed")) {
      Lock(number).made = std::move(section.stack);
    }
  }

  void NameLocks() {
    for (LockInfo& lock : finding_.locks) lock.name = MutexName(finding_, lock, lock.id - 1);
  }

  // The accesses' "(mutexes: write M9, read M10)", for the threads that made them.
  void Holdings() {
    for (const Section& section : raw_.sections) {
      std::string_view held = Between(section.title, "(mutexes:", ")");
      ThreadInfo* thread = held.empty() ? nullptr : Thread(ThreadIn(Between(section.title, " by", "")));
      if (thread == nullptr || !thread->holds.empty()) continue;
      while (!held.empty()) {
        const std::string_view item = held.substr(0, held.find(','));
        held.remove_prefix(std::min(item.size() + 1, held.size()));
        if (!Contains(item, " M")) continue;
        Holding holding;
        holding.lock = NumberAfter(item, " M") + 1;
        holding.shared = Contains(item, "read");
        thread->holds.push_back(std::move(holding));
      }
    }
  }

  void Orders() {
    finding_.witness = std::move(orders_);
    for (const Step& step : finding_.witness) Thread(step.thread);
  }

  // The first stack is the call that is wrong; a second one says where the lock was taken.
  void Call() {
    Step step;
    step.what = "call";
    if (!finding_.locks.empty()) step.held = finding_.locks.front().id;
    bool one = false;
    for (Section& section : raw_.sections) {
      if (!section.title.empty() && !section.title.starts_with("and:")) continue;
      (std::exchange(one, true) ? step.first : step.second) = std::move(section.stack);
      if (!step.first.empty()) break;
    }
    if (one) finding_.witness.push_back(std::move(step));
  }

  std::string Place() const {
    const bool access = !finding_.witness.empty() && orders_.empty() && size_ != 0;
    return access ? report::PlaceOf(size_, location_) : "";
  }

  RawReport& raw_;
  const std::string word_;
  std::uint64_t size_ = 0;
  std::string location_;
  std::vector<Step> orders_;
  Finding finding_;
};

}  // namespace

report::Finding FindingFromTsanText(RawReport& raw) { return Converter(raw).Convert(); }

}  // namespace snarl::logs
