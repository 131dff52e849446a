// SPDX-License-Identifier: Apache-2.0
//
// From what ThreadSanitizer's runtime says to a finding. The runtime's word for the kind is the one of its report
// interface, not the heading of its text report.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "snarl/report/symbolize.h"
#include "snarl/report/tsan_report.h"

namespace snarl::report {
namespace {

struct Meaning {
  std::string_view description;
  Kind kind;
  Certainty certainty;
  std::string_view summary;
  std::string_view advice;
};

constexpr std::string_view kGuardIt =
    "Guard both accesses with one lock, make the variable atomic, or let one thread finish before the other starts";
constexpr std::string_view kJoinFirst = "Join the threads that use the object before it is destroyed or freed";
constexpr std::string_view kMisuse = "Let each thread unlock only what it has locked, and destroy a lock last";

constexpr Meaning kMeanings[] = {
    {"data-race", Kind::kDataRace, Certainty::kCertain, "two threads access the same memory and at least one writes",
     kGuardIt},
    {"external-race", Kind::kDataRace, Certainty::kCertain, "two threads use one object of a library unguarded",
     kGuardIt},
    {"data-race-vptr", Kind::kDataRace, Certainty::kCertain,
     "a thread calls a virtual function of an object that another is constructing or destroying",
     "Start threads only when the object is whole, and join them before its destructor begins"},
    {"heap-use-after-free", Kind::kDataRace, Certainty::kCertain,
     "use after free: a thread uses memory that another freed", kJoinFirst},
    {"heap-use-after-free-vptr", Kind::kDataRace, Certainty::kCertain,
     "use after free: a thread calls a virtual function of an object that another freed", kJoinFirst},
    {"lock-order-inversion", Kind::kLockOrderInversion, Certainty::kPotential,
     "locks are taken in a circle of orders, which can end in a deadlock",
     "Take these locks in one order everywhere, or all at once with std::scoped_lock"},
    {"thread-leak", Kind::kThreadLeak, Certainty::kCertain, "a thread was neither joined nor detached",
     "Join the thread, or hold it in a std::jthread"},
    {"mutex-bad-unlock", Kind::kUnlockUnlocked, Certainty::kCertain,
     "a lock is unlocked that is not locked, or by a thread that did not lock it", kMisuse},
    {"locked-mutex-destroy", Kind::kDestroyLocked, Certainty::kCertain, "a lock is destroyed while it is locked",
     kMisuse},
    {"mutex-double-lock", Kind::kOther, Certainty::kCertain, "a lock is taken twice", kMisuse},
    {"mutex-invalid-access", Kind::kOther, Certainty::kCertain, "a lock is used before it was made or after its end",
     kMisuse},
    {"mutex-bad-read-lock", Kind::kOther, Certainty::kCertain, "a lock held for writing is taken for reading", kMisuse},
    {"mutex-bad-read-unlock", Kind::kOther, Certainty::kCertain,
     "a lock held for writing is released as if for reading", kMisuse},
    {"signal-unsafe-call", Kind::kOther, Certainty::kCertain,
     "a signal handler calls a function that is not signal-safe",
     "Let the handler only set a flag of type volatile std::sig_atomic_t or a lock-free atomic"},
    {"errno-in-signal-handler", Kind::kOther, Certainty::kCertain, "a signal handler changes errno",
     "Let the handler put errno back before it returns"},
};

// Threads and mutexes count from 0 there; here 0 means none.
std::uint64_t Id(std::int64_t id) { return static_cast<std::uint64_t>(id) + 1; }

class Converter {
 public:
  explicit Converter(const TsanReport& report) : report_(report), description_(report.description) {}

  Finding Convert() {
    finding_.watcher = Watcher::kTsan;
    Threads();
    Mutexes();
    if (report_.access_count != 0) {
      Accesses();
    } else if (description_ == "lock-order-inversion") {
      Orders();
    } else if (description_ == "thread-leak") {
      Leaks();
    } else {
      Calls();
    }
    Describe();
    return std::move(finding_);
  }

 private:
  Stack Frames(TsanReport::Trace trace) const {
    return SymbolizeExpanded(std::span(report_.pcs).subspan(trace.begin, trace.size));
  }

  void Threads() {
    for (std::uint32_t i = 0; i < report_.thread_count; ++i) {
      const TsanReport::Thread& from = report_.threads[i];
      ThreadInfo thread;
      thread.id = Id(from.id);
      thread.name = from.name;
      if (thread.name.empty() && from.id == 0) thread.name = "main";
      thread.os_id = from.os_id;
      thread.created = Frames(from.created);
      finding_.threads.push_back(std::move(thread));
    }
  }

  void Mutexes() {
    for (std::uint32_t i = 0; i < report_.mutex_count; ++i) {
      const TsanReport::Mutex& from = report_.mutexes[i];
      LockInfo lock;
      lock.id = Id(static_cast<std::int64_t>(from.id));
      lock.kind = "mutex";
      lock.made = Frames(from.created);
      lock.name = MutexName(lock, from.id);
      finding_.locks.push_back(std::move(lock));
    }
  }

  std::string MutexName(const LockInfo& lock, std::uint64_t number) const {
    std::string plain = "M" + std::to_string(number);
    const Frame* frame = UserFrame(lock.made);
    if (frame == nullptr || frame->file.empty()) return plain;
    const std::string file = frame->file.substr(frame->file.rfind('/') + 1);
    const std::string name = "mutex first locked at " + file + ":" + std::to_string(frame->line);
    const auto same = [&](const LockInfo& other) { return other.name == name; };
    return std::any_of(finding_.locks.begin(), finding_.locks.end(), same) ? name + " (" + plain + ")" : name;
  }

  void Accesses() {
    for (std::uint32_t i = 0; i < report_.access_count; ++i) {
      const TsanReport::Access& from = report_.accesses[i];
      Step step;
      step.thread = Id(from.thread);
      step.what = std::string(from.atomic ? "atomic " : "") + (from.write ? "write" : "read");
      step.second = Frames(from.stack);
      finding_.witness.push_back(std::move(step));
    }
  }

  // Edge i: a thread holds mutex i and requests mutex i+1. With second_deadlock_stack=1 every other stack says where the
  // first of the two was taken.
  void Orders() {
    const std::size_t edges = report_.unique_thread_count;
    const std::size_t stacks_each = edges != 0 && report_.stack_count >= 2 * edges ? 2 : 1;
    for (std::size_t i = 0; i < edges && i < report_.mutex_count; ++i) {
      Step step;
      step.thread = Id(report_.unique_threads[i]);
      step.what = "requests";
      step.held = finding_.locks[i].id;
      step.wanted = finding_.locks[(i + 1) % report_.mutex_count].id;
      if (i * stacks_each < report_.stack_count) step.second = Frames(report_.stacks[i * stacks_each]);
      if (stacks_each == 2) step.first = Frames(report_.stacks[2 * i + 1]);
      finding_.witness.push_back(std::move(step));
    }
  }

  // The place of a leak is where the thread was made.
  void Leaks() {
    for (const ThreadInfo& thread : finding_.threads) {
      Step step;
      step.thread = thread.id;
      step.what = "created";
      step.second = thread.created;
      finding_.witness.push_back(std::move(step));
    }
    finding_.count = static_cast<std::uint64_t>(std::max(report_.similar, 1));
  }

  // The first stack is the call that is wrong; a second one says where the lock was taken.
  void Calls() {
    if (report_.stack_count == 0) return;
    Step step;
    step.what = "call";
    if (!finding_.locks.empty()) step.held = finding_.locks.front().id;
    step.second = Frames(report_.stacks[0]);
    if (report_.stack_count > 1) step.first = Frames(report_.stacks[1]);
    finding_.witness.push_back(std::move(step));
  }

  void Describe() {
    const auto* meaning = std::find_if(std::begin(kMeanings), std::end(kMeanings),
                                       [&](const Meaning& m) { return m.description == description_; });
    if (meaning == std::end(kMeanings)) {
      finding_.certainty = Certainty::kCertain;
      finding_.summary = "ThreadSanitizer: " + description_;
      return;
    }
    finding_.kind = meaning->kind;
    finding_.certainty = meaning->certainty;
    finding_.summary = std::string(meaning->summary) + Place();
    finding_.advice = meaning->advice;
  }

  // ": 4 bytes of the global 'counter'"
  std::string Place() const {
    if (report_.access_count == 0) return "";
    std::string place = ": " + std::to_string(report_.accesses[0].size) + " bytes";
    if (report_.accesses[0].size == 1) place = ": 1 byte";
    if (report_.location_count == 0) return place;
    const TsanReport::Location& location = report_.locations[0];
    const std::string type = location.type;
    if (type == "global") {
      const std::string name = SymbolizeData(location.global);
      return place + (name.empty() ? " of a global" : " of the global '" + name + "'");
    }
    if (type == "heap") return place + " of a heap block of " + std::to_string(location.heap_size) + " bytes";
    if (type == "stack") return place + " of a stack";
    if (type == "tls") return place + " of a thread_local";
    if (type == "fd") return place + " of file descriptor " + std::to_string(location.fd);
    return place;
  }

  const TsanReport& report_;
  const std::string description_;
  Finding finding_;
};

}  // namespace

Finding FindingFromTsan(const TsanReport& report) { return Converter(report).Convert(); }

}  // namespace snarl::report
