// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/finding.h"

namespace snarl::report {
namespace {

// The spellings stand once, in Name(); the reverse tries them all.
template <class Value>
bool ParseByName(std::string_view name, Value last, Value& out) {
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Value>(i);
    if (Name(value) != name) continue;
    out = value;
    return true;
  }
  return false;
}

}  // namespace

std::string_view Name(Kind kind) {
  switch (kind) {
    case Kind::kDataRace:
      return "data-race";
    case Kind::kAtomicityViolation:
      return "atomicity-violation";
    case Kind::kLockOrderInversion:
      return "lock-order-inversion";
    case Kind::kDeadlock:
      return "deadlock";
    case Kind::kSelfDeadlock:
      return "self-deadlock";
    case Kind::kOrphanedLock:
      return "orphaned-lock";
    case Kind::kLostWakeup:
      return "lost-wakeup";
    case Kind::kLivelock:
      return "livelock";
    case Kind::kSpin:
      return "spin";
    case Kind::kStall:
      return "stall";
    case Kind::kUnlockNotOwner:
      return "unlock-not-owner";
    case Kind::kUnlockUnlocked:
      return "unlock-unlocked";
    case Kind::kDestroyLocked:
      return "destroy-locked";
    case Kind::kThreadLeak:
      return "thread-leak";
    case Kind::kOther:
      return "other";
  }
  return "other";
}

std::string_view Name(Certainty certainty) {
  switch (certainty) {
    case Certainty::kPotential:
      return "potential";
    case Certainty::kLikely:
      return "likely";
    case Certainty::kCertain:
      return "certain";
  }
  return "potential";
}

std::string_view Name(Watcher watcher) {
  switch (watcher) {
    case Watcher::kSnarl:
      return "snarl";
    case Watcher::kTsan:
      return "tsan";
    case Watcher::kHelgrind:
      return "helgrind";
    case Watcher::kDrd:
      return "drd";
    case Watcher::kAbsl:
      return "absl";
    case Watcher::kAsan:
      return "asan";
  }
  return "snarl";
}

bool Parse(std::string_view name, Kind& out) { return ParseByName(name, Kind::kOther, out); }
bool Parse(std::string_view name, Certainty& out) { return ParseByName(name, Certainty::kCertain, out); }
bool Parse(std::string_view name, Watcher& out) { return ParseByName(name, Watcher::kAsan, out); }

}  // namespace snarl::report
