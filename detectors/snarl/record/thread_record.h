// SPDX-License-Identifier: Apache-2.0
//
// What the recorder knows of one thread. Its own thread writes, without locks; the watching thread reads, without stopping
// anybody. Every word that both touch is an atomic, and the stores that publish a wait are releases (seqlock, one writer).
//
// Records are never freed, only used anew for later threads, so a pointer to one is always good to read.
// Memory: 4 KiB a thread, and what its known chains need beyond the first 64.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"
#include "snarl/record/known_chains.h"

namespace snarl::record {

// One lock in hand. `info` packs the stack where it was taken, the mode, and how often it was re-entered.
struct HeldSlot {
  std::atomic<std::uint64_t> lock{0};
  std::atomic<std::uint64_t> info{0};
  // own thread only
  std::uint64_t key_before = 0;  // the chain key without this lock
  graph::SegmentId segment = graph::SegmentId::kNone;
};
constexpr std::uint64_t PackHeld(graph::StackId stack, Mode mode, std::uint32_t reentries) {
  return (static_cast<std::uint64_t>(stack) << 32) | (static_cast<std::uint64_t>(reentries) << 1) |
         (mode == Mode::kShared ? 1U : 0U);
}
constexpr graph::StackId HeldStack(std::uint64_t info) { return static_cast<graph::StackId>(info >> 32); }
constexpr Mode HeldMode(std::uint64_t info) { return (info & 1) != 0 ? Mode::kShared : Mode::kExclusive; }
constexpr std::uint32_t HeldReentries(std::uint64_t info) { return static_cast<std::uint32_t>(info) >> 1; }

enum class WaitKind : std::uint8_t { kLock, kNotification, kCondition };

// What the thread waits for. `seq` is odd while it does and changes at every beginning and end.
struct WaitSlot {
  std::atomic<std::uint64_t> seq{0};
  std::atomic<std::uint64_t> lock{0};  // the lock, or the condition variable
  std::atomic<std::uint64_t> with{0};  // for a notification: the lock that was released meanwhile
  std::atomic<std::uint32_t> stack{0};
  std::atomic<WaitKind> kind{WaitKind::kLock};
  std::atomic<bool> shared{false};
  std::atomic<bool> timed{false};
  std::atomic<bool> rechecked{false};
  std::atomic<std::int64_t> since_ns{0};
};

// Attempts at one lock that failed while others were held, since the last that succeeded.
struct AttemptSlot {
  static constexpr std::size_t kHeld = 4;
  std::atomic<std::uint64_t> wanted{0};  // 0: the slot is empty
  std::atomic<std::uint64_t> held[kHeld] = {};
  std::atomic<std::uint32_t> failures{0};
  std::atomic<std::uint32_t> stack{0};
  std::atomic<std::int64_t> since_ns{0};
};

// What it asks again and again, instead of waiting (polling.h). Counts only grow.
struct PollSlot {
  std::atomic<std::uint64_t> yields{0};
  std::atomic<std::uint64_t> quick_yields{0};  // with nothing done since the one before
  std::int64_t yielded_ns = 0;                 // when the last one returned; own thread only
  std::atomic<std::uint64_t> tries{0};         // of locks, refused
  std::atomic<std::uint64_t> lock{0};          // the last of them
  std::atomic<graph::StackId> stack{graph::StackId::kNone};
};

// The semaphores that a thread took from and has not given back to, and those that it posted to, lately: by their addresses.
struct SemaphoresUsed {
  static constexpr std::size_t kMost = 4;
  struct Place {
    std::atomic<const void*> semaphore{nullptr};
    std::atomic<std::uint64_t> when{
        0};             // how many semaphores had been made: the address may be another's before or after
    bool rung = false;  // posted without having been taken, and that was told; own thread only
  };
  using Places = std::array<Place, kMost>;
  Places taken = {};
  Places posted = {};
  std::uint8_t next_taken = 0;
  std::uint8_t next_posted = 0;
};

// A look at guarded data, kept until the activation that took it is over or looks again.
struct Look {
  std::uint64_t data = 0;
  Activation activation = {nullptr, nullptr};
  std::uint64_t writes = 0;
  std::uint64_t reads = 0;
  bool wrote = false;
  std::uint32_t stack = 0;
};

// Semaphores and barriers may hand over a million times a second. So many begin a new segment, of each thread; what is new
// after them is entered in the last segment, what was known is not entered again (Request::hand_over_capped).
inline constexpr std::uint32_t kHandOversFollowed = 64;

struct alignas(64) ThreadRecord {
  static constexpr std::size_t kInlineHeld = 24;

  ThreadRecord() { held.store(inline_held.data(), std::memory_order_relaxed); }

  // ---- the hot part ----
  std::uint64_t key = 0;  // of the chain of locks in hand
  std::atomic<std::uint32_t> depth{0};
  std::uint32_t capacity = kInlineHeld;
  std::atomic<HeldSlot*> held;  // moves to a larger array when it must; old arrays stay readable
  bool attempts_open = false;
  bool inversion_pending = false;
  bool noted = false;  // somebody may ask for its name after its end
  std::uintptr_t depth_counts =
      ~std::uintptr_t{0};  // mask: whether the depth of the stack tells places apart (preload/)
  graph::SegmentId segment = graph::SegmentId::kNone;  // kNone where nobody sees creations and joins
  std::uint32_t hand_overs = 0;
  std::array<HeldSlot, kInlineHeld> inline_held;
  KnownChains known;

  // ---- waiting ----
  WaitSlot wait;
  std::uint64_t wait_key = 0;
  graph::StackId wait_stack = graph::StackId::kNone;
  std::array<AttemptSlot, 4> attempts;
  SemaphoresUsed semaphores;

  // A lock in hand that another thread has released, wrongly; 0: none. Set by that thread.
  mutable std::atomic<std::uint64_t> released_by_other{0};

  std::vector<const HeldSlot*> outgrown;  // arrays of `held` that were too small; kept, and reachable for leak checkers

  // ---- polling ----
  PollSlot polls;

  // ---- guarded data ----
  std::array<Look, 8> looks;
  std::size_t next_look = 0;
  const char* block = nullptr;
  std::uint32_t block_depth = 0;
  std::uint64_t block_number = 0;

  // ---- who it is ----
  std::atomic<std::uint64_t> id{0};  // 0 while nobody uses the record
  std::atomic<std::uint32_t> os_id{0};
  std::atomic<std::uintptr_t> handle{0};  // its pthread_t, by which it is joined
  std::uintptr_t stack_low = 0;
  std::uintptr_t stack_high = 0;
  ThreadRecord* next = nullptr;  // set once, but for fork

  [[nodiscard]] graph::ThreadId thread() const {
    return static_cast<graph::ThreadId>(id.load(std::memory_order_acquire));
  }
};

static_assert(sizeof(ThreadRecord) <= std::size_t{4} * 1024, "docs/cost.md says so");

// The calling thread's record; null before its first hook and after its end.
extern thread_local constinit ThreadRecord* self __attribute__((tls_model("initial-exec"), visibility("hidden")));

// The same, made at need; null where the thread has ended or nothing is watched. `stack_high`: the end of the thread's
// stack, as far out as anybody wants to look; 0 where the caller does not know.
ThreadRecord* SelfSlow(std::uintptr_t stack_high = 0) noexcept;
inline ThreadRecord* Self() noexcept { return self != nullptr ? self : SelfSlow(); }

// All records, for (auto* r = FirstRecord(); r != nullptr; r = r->next). Unused ones have id 0.
[[nodiscard]] ThreadRecord* FirstRecord() noexcept;
[[nodiscard]] ThreadRecord* FindThread(graph::ThreadId thread) noexcept;
// The living thread that is joined by this pthread_t; null where there is none, or it was never seen.
[[nodiscard]] ThreadRecord* FindByHandle(std::uintptr_t handle) noexcept;
[[nodiscard]] bool Exited(graph::ThreadId thread) noexcept;
[[nodiscard]] std::uint64_t ThreadsSeen() noexcept;
[[nodiscard]] std::uint64_t ThreadsAlive() noexcept;

// What a record holds at this moment, as its own thread sees it; as another sees it only if that thread stands still.
struct HeldNow {
  graph::LockId lock;
  Mode mode;
  graph::StackId stack;
  graph::SegmentId segment;
};
[[nodiscard]] std::vector<HeldNow> HeldBy(const ThreadRecord& record);

// After fork, in the child: only the calling thread is left.
void ForgetOtherThreads() noexcept;

}  // namespace snarl::record
