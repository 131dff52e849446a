// SPDX-License-Identifier: Apache-2.0
//
// What taking and releasing have in common, whatever the lock: the fast path as the hooks inline it, and the slow path, which
// learns new chains and publishes waits.
//
// Everything here is called by the record's own thread. Cost of the fast path: a look-up in the known chains and five stores.
#pragma once

#include <cerrno>
#include <cstdint>
#include <ctime>

#include "preload/hook.h"
#include "snarl/record/chain.h"
#include "snarl/record/waiting.h"

namespace snarl::preload {

using record::How;
using record::Mode;
using record::Site;
using record::ThreadRecord;

inline bool Got(int result) noexcept { return result == 0 || result == EOWNERDEAD; }

// The call site: the return address and, to tell the ways to a function that locks for others apart, how deep the stack is.
// Depths that never repeat would fill the memory of chains for nothing; past some number of chains they no longer count.
inline std::uint64_t PlaceOf(const ThreadRecord& record, Site site) noexcept {
  return reinterpret_cast<std::uintptr_t>(site.caller) * 3 +
         (reinterpret_cast<std::uintptr_t>(site.frame) & record.depth_counts);
}

// The key that also tells `frames` callers of the calling function apart.
std::uint64_t WithCallers(const ThreadRecord& record, std::uint64_t key, std::uint32_t frames,
                          const void* hook_frame) noexcept;

// The known chain "what is in hand, then this lock, from here", and its key for Push(); null where it is new. In unoptimised
// code the call site is in std::mutex::lock(), which is everybody's; for such places the entry says how many callers
// further, by frame pointers, it takes to know.
inline const record::KnownPlace* FindChain(const ThreadRecord& record, std::uint64_t id, Mode mode, How how, Site site,
                                           std::uint64_t& key) noexcept {
  key = record::KeyToKnow(record, id, mode, how, PlaceOf(record, site));
  const record::KnownPlace* chain = record.known.Find(key);
  if (chain != nullptr && chain->frames() != 0) [[unlikely]] {
    key = WithCallers(record, key, chain->frames(), site.frame);
    chain = record.known.Find(key);
  }
  key = record::KeyToPush(record, key, id, how);
  return chain;
}

// A request, as the slow path wants it.
struct Request {
  graph::LockId lock;
  Mode mode;
  How how;
  Site site;
  bool relock_hangs;  // the holder's own second request waits for ever, and is not refused by libc
};

// Where a lock was first used, for its name.
graph::StackId StackHere(ThreadRecord& record, Site site) noexcept;

// A new chain: captures the stack, enters its orders, and remembers it. Gives its stack and its key.
graph::StackId LearnSlow(ThreadRecord& record, const Request& request, bool granted, std::uint64_t& key) noexcept;

// Before and after the native call that may block.
void BeforeBlocking(ThreadRecord& record, const Request& request) noexcept;
void AfterBlocking(ThreadRecord& record, const Request& request, bool got) noexcept;
// The lock was free; or a try for it failed.
void AfterTaking(ThreadRecord& record, const Request& request) noexcept;
void AfterFailedTry(ThreadRecord& record, const Request& request) noexcept;

// What libc refuses before it looks at the lock: the clock, for a reader-writer lock also the time. There no try may come first.
inline bool IsClock(clockid_t clock) noexcept { return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC; }
inline bool IsLimit(clockid_t clock, const timespec* until) noexcept {
  return IsClock(clock) && until->tv_nsec >= 0 && until->tv_nsec < 1'000'000'000;
}

// Any taking, in full: `attempt` is the native try, `block` the native call that waits.
template <class Attempt, class Block>
int TakeSlow(ThreadRecord& record, const Request& request, Attempt attempt, Block block) noexcept {
  int result = attempt();
  if (Got(result)) {
    AfterTaking(record, request);
  } else if (request.how == How::kTry) {
    if (result == EBUSY) AfterFailedTry(record, request);
  } else if (result == EBUSY || result == EDEADLK || result == EAGAIN) {
    BeforeBlocking(record, request);
    result = block();
    AfterBlocking(record, request, Got(result));
  } else {
    result = block();  // wrong use: libc's own answer
    if (Got(result)) AfterTaking(record, request);
  }
  return result;
}

// Whether `id` is the lock taken last.
inline bool IsTop(const ThreadRecord& record, std::uint64_t id) noexcept {
  const std::uint32_t depth = record.depth.load(std::memory_order_relaxed);
  if (depth == 0) return false;
  const record::HeldSlot& top = record.held.load(std::memory_order_relaxed)[depth - 1];
  return top.lock.load(std::memory_order_relaxed) == id;
}

}  // namespace snarl::preload
