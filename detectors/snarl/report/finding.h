// SPDX-License-Identifier: Apache-2.0
//
// A finding: one concurrency bug as plain data. Detectors make findings, sinks and formats show them; nothing here
// prints, locks or knows a live thread. Text, JSON and the demo checker are all views of this one structure.
//
// Thread safety: values; share them as you would an int.
// Cost: allocates freely. A finding is made once per bug, never on a watched program's hot path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace snarl::report {

// What is wrong. The spelling in text, JSON and verdicts is KindName(); there is no other.
enum class Kind : std::uint8_t {
  kDataRace,            // "data-race"             two unordered accesses, one a write (ThreadSanitizer's finding)
  kAtomicityViolation,  // "atomicity-violation"   a check and its act, each locked, but not together
  kLockOrderInversion,  // "lock-order-inversion"  a feasible cycle in the lock order that did not hang in this run
  kDeadlock,            // "deadlock"              threads that wait for each other now and can never go on
  kSelfDeadlock,        // "self-deadlock"         a thread that waits for a lock it holds itself
  kOrphanedLock,        // "orphaned-lock"         a lock whose holder has exited
  kLostWakeup,          // "lost-wakeup"           a wait that never ends although its notification came earlier
  kLivelock,            // "livelock"              threads that keep acting on each other's attempts, completing nothing
  kSpin,                // "spin"                  a thread that burns its processor on a wait that nothing has ended
  kStall,           // "stall"                 a missed deadline, or a wait past the stall limit that fits none above
  kUnlockNotOwner,  // "unlock-not-owner"      misuse: unlock by a thread that does not hold the lock
  kUnlockUnlocked,  // "unlock-unlocked"       misuse: unlock of a lock nobody holds
  kDestroyLocked,   // "destroy-locked"        misuse: destruction of a lock somebody holds
  kThreadLeak,      // "thread-leak"           a thread neither joined nor detached (ThreadSanitizer's finding)
  kOther,           // "other"                 what else ThreadSanitizer reports; `summary` says what
};

// How sure the detector is.
enum class Certainty : std::uint8_t { kPotential, kLikely, kCertain };  // "potential", "likely", "certain"

// Who said it.
enum class Watcher : std::uint8_t {
  kSnarl,     // "snarl"
  kTsan,      // "tsan"      ThreadSanitizer
  kHelgrind,  // "helgrind"  Valgrind's
  kDrd,       // "drd"       Valgrind's
  kAbsl,      // "absl"      the deadlock detector in absl::Mutex
  kAsan,      // "asan"      AddressSanitizer, where threads take part
};

// The one spelling of each value; a switch without a default, so a new value cannot be forgotten.
[[nodiscard]] std::string_view Name(Kind kind);
[[nodiscard]] std::string_view Name(Certainty certainty);
[[nodiscard]] std::string_view Name(Watcher watcher);

// The reverse; false (and `out` untouched) where `name` is no spelling of any value.
[[nodiscard]] bool Parse(std::string_view name, Kind& out);
[[nodiscard]] bool Parse(std::string_view name, Certainty& out);
[[nodiscard]] bool Parse(std::string_view name, Watcher& out);

// One place in the program. `function` is demangled; `file` is empty and `line` 0 where no debug information says more;
// then `module` and `offset` (bytes from the module's load address) still name the place.
struct Frame {
  std::string function;
  std::string file;
  int line = 0;
  std::string module;
  std::uint64_t offset = 0;
};

// Innermost call first. Frames of the watchdog itself are already removed from the top.
using Stack = std::vector<Frame>;

// A lock as a person knows it.
struct LockInfo {
  std::string name;        // the given name, or "mutex first locked at file:line", or "M3"; unique within one document
  std::string kind;        // "mutex", "recursive_mutex", "shared_mutex", "absl::Mutex", "condition_variable", …
  std::uint64_t id = 0;    // process-wide, never reused
  Stack made;              // where it was first used; may be empty
  std::string plain = {};  // the name without debug information, where `name` comes from there; else empty
};

// One lock that a thread holds: which (LockInfo::id), how, and where it took it.
struct Holding {
  std::uint64_t lock = 0;
  bool shared = false;
  Stack taken;
};

// A thread's part in the finding. `holds` and `waits_for` are as of the moment of the finding.
struct ThreadInfo {
  std::uint64_t id = 0;     // process-wide, never reused; 1 is the first thread seen, as a rule main
  std::string name;         // as the kernel has it, or as SetThreadName() gave it
  std::uint64_t os_id = 0;  // the kernel's tid; 0 where unknown
  Stack created;            // may be empty
  std::vector<Holding> holds;
  std::uint64_t waits_for = 0;  // LockInfo::id; 0: waits for nothing
  std::string waits_how;        // "exclusive", "shared", "notification", …; empty when it waits for nothing
  std::int64_t waited_ms = 0;
  Stack now;               // where it waits, spins, or made the access
  std::string doing = {};  // where it waits for nothing: "runs, 1.20 s of processor time"; empty where nobody asked
};

// One step of the evidence, in order. For a lock cycle: `thread` holds `held` (taken at `first`) and requests `wanted`
// (at `second`). For a race or an atomicity violation: an access, with `what` "write", "read", "check", "act" … at
// `second`.
struct Step {
  std::uint64_t thread = 0;
  std::string what;
  std::uint64_t held = 0;
  std::uint64_t wanted = 0;
  Stack first;
  Stack second;
};

struct Finding {
  Kind kind = Kind::kOther;
  Certainty certainty = Certainty::kPotential;
  Watcher watcher = Watcher::kSnarl;
  std::string summary;      // one sentence, no final period
  std::string advice;       // what to do next; one or two sentences
  std::string fingerprint;  // 16 hex digits: same bug, same value; filled in by the sink where empty
  std::uint64_t count = 1;  // how often it was delivered; the sink counts
  std::vector<ThreadInfo> threads;
  std::vector<LockInfo> locks;
  std::vector<Step> witness;
};

// A cycle that was left out, and why ("gate lock \"g\"", "one thread alone", …).
struct Dismissed {
  std::string cycle;  // "a -> b -> a"
  std::string reason;
};

}  // namespace snarl::report
