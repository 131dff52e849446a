// SPDX-License-Identifier: Apache-2.0
//
// The door between an adapter and the recorder: what a watched lock carries, and what it says when. Whoever writes an
// adapter calls these; nobody else needs them.
//
// The order of calls around one lock:
//
//   blocking    fast:  native try-lock worked      ->  Acquired()
//               slow:  WillBlock()  ->  native lock  ->  Granted()
//   try         native try-lock worked ->  Acquired(kTry),   failed ->  TryFailed()
//   timed       fast as above with kTimed; slow: WillBlock(kTimed) -> native -> Granted() or GaveUp()
//   release     Released()  right before the native unlock
//   destructor  Destroyed()
//
// WillBlock() enters the order edges before the thread blocks, so a deadlock that happens at its first chance is known
// beforehand. Acquired() enters them right after a lock that was free: nothing blocked, nothing was missed.
//
// Thread safety: every function may be called from any thread. None throws, none touches errno, none calls back into
// the host. Cost: Acquired() and Released() in steady state are a thread-local look-up each, without an allocation, a
// lock or a shared write; a chain of locks that this thread never held before costs a few microseconds, once.
#pragma once

#include <atomic>
#include <cstdint>

#include "snarl/export.h"

#if defined(__SANITIZE_THREAD__)
#define SNARL_UNDER_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SNARL_UNDER_TSAN 1
#endif
#endif
#ifndef SNARL_UNDER_TSAN
#define SNARL_UNDER_TSAN 0
#endif

// Where the enclosing function was called from; with the return address of the hook itself it tells call sites apart for
// the price of one load. Unoptimised code calls through guards that are not inlined, but keeps frame pointers: there the
// recorder may look a few frames further.
#if defined(__OPTIMIZE__)
#define SNARL_HERE() (::snarl::record::Site{__builtin_return_address(0), nullptr})
#else
#define SNARL_HERE() (::snarl::record::Site{__builtin_return_address(0), __builtin_frame_address(0)})
#endif

namespace snarl::record {

struct Site {
  const void* caller;
  const void* frame;  // null in optimised code
};

enum class LockKind : std::uint8_t {
  kMutex,
  kRecursiveMutex,
  kTimedMutex,
  kSharedMutex,
  kAbslMutex,
  kConditionVariable,
  kRobustMutex,        // the next holder is told when one ended with it
  kRwlock,             // readers pass waiting writers (glibc's default)
  kWriterFirstRwlock,  // a waiting writer makes readers wait
  kSpinLock,
  kSemaphore,
  kBarrier,
  kFutex,  // of std::latch, std::barrier, std::counting_semaphore, std::atomic::wait, or of the program's own
  kFuture,
  kOnceFlag,        // held by the thread that runs the function
  kStaticVariable,  // of a function: held by the thread that initialises it
  kThread,          // which is joined
};
// Whether a reader may have to wait for a reader, because a writer waits between them.
constexpr bool ReadersBlockReaders(LockKind kind) {
  return kind == LockKind::kAbslMutex || kind == LockKind::kWriterFirstRwlock;
}
enum class Mode : std::uint8_t { kExclusive, kShared };
enum class How : std::uint8_t { kBlocking, kTry, kTimed };

// Under ThreadSanitizer an adapter goes straight to the native blocking call: a try-lock that succeeds would hide the
// lock order from ThreadSanitizer's own detector.
inline constexpr bool kTryFirst = SNARL_UNDER_TSAN == 0;

// What a watched lock or condition variable carries: 24 bytes, constant-initialised, registered at its first use.
class LockTag {
 public:
  constexpr explicit LockTag(LockKind kind, const char* name = nullptr) noexcept : name_(name), kind_(kind) {}
  LockTag(const LockTag&) = delete;
  LockTag& operator=(const LockTag&) = delete;

  [[nodiscard]] const char* name() const noexcept { return name_; }
  [[nodiscard]] LockKind kind() const noexcept { return kind_; }

  // 0 until first used; then the lock's id (graph::LockId). Only the recorder stores it.
  std::atomic<std::uint64_t> id{0};

 private:
  const char* name_;
  LockKind kind_;
};

static_assert(sizeof(LockTag) == 24, "docs/cost.md says so");

SNARL_EXPORT void Acquired(LockTag& lock, Mode mode, How how, Site site) noexcept;
SNARL_EXPORT void WillBlock(LockTag& lock, Mode mode, How how, Site site) noexcept;
SNARL_EXPORT void Granted(LockTag& lock, Mode mode, How how, Site site) noexcept;
SNARL_EXPORT void GaveUp(LockTag& lock, Mode mode, Site site) noexcept;
SNARL_EXPORT void TryFailed(LockTag& lock, Mode mode, Site site) noexcept;
SNARL_EXPORT void Released(LockTag& lock, Mode mode, Site site) noexcept;
SNARL_EXPORT void Destroyed(LockTag& lock) noexcept;

// A wait for a notification: `lock` is released, the thread sleeps on `condition`, and takes `lock` again under whatever
// else it holds. `rechecked`: the wait has a predicate, so a notification that came too early cannot be lost.
// `condition` is null for a wait on a condition of the lock itself (absl::Mutex::Await).
SNARL_EXPORT void WillWait(LockTag* condition, LockTag& lock, Mode mode, bool timed, bool rechecked,
                           Site site) noexcept;
SNARL_EXPORT void Woke(LockTag* condition, LockTag& lock, Mode mode, Site site) noexcept;
SNARL_EXPORT void Notified(LockTag& condition, bool all, Site site) noexcept;

// Whether the calling thread holds `lock` (in any mode), as far as the recorder saw. For assertions.
[[nodiscard]] SNARL_EXPORT bool Holds(const LockTag& lock) noexcept;
[[nodiscard]] SNARL_EXPORT bool HoldsShared(const LockTag& lock) noexcept;

// ---- probes ("snarl/probe.h") ----

struct Probe;  // null where the watchdog is off; every function takes null
SNARL_EXPORT Probe* ArmDeadline(const char* name, std::int64_t limit_ns, Site site) noexcept;
SNARL_EXPORT Probe* ArmProgress(const char* name, std::int64_t limit_ns, Site site) noexcept;
SNARL_EXPORT void Disarm(Probe* probe) noexcept;
SNARL_EXPORT void Tick(Probe* probe) noexcept;
SNARL_EXPORT void Retry(Probe* probe, Site site) noexcept;

// One activation of one function, or the AtomicBlock around it.
struct Activation {
  const void* frame;
  const void* caller;
};
#define SNARL_THIS_ACTIVATION() (::snarl::record::Activation{__builtin_frame_address(0), __builtin_return_address(0)})

// What guarded data carries; every field is guarded by the data's own lock. Threads and stacks by their ids.
struct GuardedData {
  std::uint64_t id = 0;  // 0 until first used
  std::uint64_t writes = 0;
  std::uint64_t reads = 0;
  std::uint64_t last_writer = 0;
  std::uint64_t last_reader = 0;
  std::uint32_t last_write_at = 0;
  std::uint32_t last_read_at = 0;
};
// The calling place as a stack id, captured once per site and thread.
[[nodiscard]] SNARL_EXPORT std::uint32_t StackHere(Site site) noexcept;
// REQUIRES for the next three: the caller holds the lock of `data`, whose tag is `lock`.
SNARL_EXPORT void GuardedRead(GuardedData& data, LockTag& lock, Activation activation, std::uint32_t here) noexcept;
SNARL_EXPORT void GuardedWrite(GuardedData& data, LockTag& lock, Activation activation, std::uint32_t here,
                               bool acknowledged) noexcept;
[[nodiscard]] SNARL_EXPORT bool GuardedStale(const GuardedData& data, Activation activation) noexcept;
SNARL_EXPORT void EnterBlock(const char* name) noexcept;
SNARL_EXPORT void LeaveBlock() noexcept;

}  // namespace snarl::record
