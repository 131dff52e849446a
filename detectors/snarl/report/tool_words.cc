// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/tool_words.h"

#include <algorithm>
#include <utility>

#include "snarl/report/symbolize.h"

namespace snarl::report {
namespace {

struct Meaning {
  std::string_view word;
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

}  // namespace

bool DescribeByWord(std::string_view word, std::string_view place, std::string_view tool, Finding& finding) {
  const auto* meaning =
      std::find_if(std::begin(kMeanings), std::end(kMeanings), [&](const Meaning& m) { return m.word == word; });
  if (meaning == std::end(kMeanings)) {
    finding.kind = Kind::kOther;
    finding.certainty = Certainty::kCertain;
    finding.summary = std::string(tool) + ": " + std::string(word);
    return false;
  }
  finding.kind = meaning->kind;
  finding.certainty = meaning->certainty;
  finding.summary = std::string(meaning->summary) + std::string(place);
  finding.advice = meaning->advice;
  return true;
}

std::string PlaceOf(std::uint64_t size, const std::string& what) {
  std::string place = size == 1 ? ": 1 byte" : ": " + std::to_string(size) + " bytes";
  if (!what.empty()) place += " of " + what;
  return place;
}

std::string MutexName(const Finding& finding, const LockInfo& lock, std::uint64_t number) {
  std::string plain = "M" + std::to_string(number);
  const Frame* frame = UserFrame(lock.made);
  if (frame == nullptr || frame->file.empty()) return plain;
  const std::string file = frame->file.substr(frame->file.rfind('/') + 1);
  const std::string name = "mutex first locked at " + file + ":" + std::to_string(frame->line);
  const auto same = [&](const LockInfo& other) { return other.name == name; };
  return std::any_of(finding.locks.begin(), finding.locks.end(), same) ? name + " (" + plain + ")" : name;
}

void AddCreations(Finding& finding) {
  for (const ThreadInfo& thread : finding.threads) {
    Step step;
    step.thread = thread.id;
    step.what = "created";
    step.second = thread.created;
    finding.witness.push_back(std::move(step));
  }
}

}  // namespace snarl::report
