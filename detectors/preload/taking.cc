// SPDX-License-Identifier: Apache-2.0
#include "preload/taking.h"

#include <algorithm>
#include <vector>

#include "preload/trail.h"
#include "snarl/record/engine.h"
#include "snarl/record/memory.h"
#include "snarl/record/misuse.h"
#include "snarl/record/polling.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/waiting.h"

namespace snarl::preload {

namespace {

constexpr std::uint32_t kCallersAtMost = 5;
constexpr std::size_t kDepthsUpTo = std::size_t{256} * 1024;

// The saved frame pointer at `frame`, if it can be one: further out, on this thread's stack.
const std::uintptr_t* Outer(const ThreadRecord& record, const std::uintptr_t* frame) noexcept {
  const std::uintptr_t at = frame[0];
  const bool possible = at > reinterpret_cast<std::uintptr_t>(frame) && at % sizeof(std::uintptr_t) == 0 &&
                        at + 2 * sizeof(std::uintptr_t) <= record.stack_high;
  return possible ? reinterpret_cast<const std::uintptr_t*>(at) : nullptr;
}

// How many callers of the calling function its frame pointers name as the unwinder does. In optimised code, as a rule, none.
std::uint32_t CallersByFramePointer(const ThreadRecord& record, const std::vector<const void*>& unwound, Site site) {
  auto next = std::find(unwound.begin(), unwound.end(), site.caller);
  std::uint32_t agreed = 0;
  const auto* frame = static_cast<const std::uintptr_t*>(site.frame);
  while (next != unwound.end() && ++next != unwound.end() && agreed < kCallersAtMost) {
    frame = Outer(record, frame);
    if (frame == nullptr || frame[1] != reinterpret_cast<std::uintptr_t>(*next)) break;
    ++agreed;
  }
  return agreed;
}

}  // namespace

std::uint64_t WithCallers(const ThreadRecord& record, std::uint64_t key, std::uint32_t frames,
                          const void* hook_frame) noexcept {
  const auto* frame = static_cast<const std::uintptr_t*>(hook_frame);
  for (std::uint32_t i = 0; i < frames; ++i) {
    frame = Outer(record, frame);
    if (frame == nullptr) break;
    key = record::Mix(key, frame[1]);
  }
  return key | 1;
}

// The stack of a place, unwound at the thread's first visit, and how many callers it takes to know the place. The innermost
// frames are those of every visit; of further ones two visits at the same depth may differ, and then the first is shown.
static record::KnownChain StackOf(ThreadRecord& record, Site site) noexcept {
  std::uint64_t key = record::PlaceKey(PlaceOf(record, site));
  const record::KnownPlace* known = record.known.Find(key);
  const std::uint32_t callers = known != nullptr ? known->frames() : 0;
  if (callers != 0) known = record.known.Find(WithCallers(record, key, callers, site.frame));
  if (known != nullptr) return {key, known->stack(), callers};
  record::KnownChain place{key, record::CaptureStack(), 0};
  place.frames = CallersByFramePointer(record, record::StackFrames(place.stack), site);
  if (place.frames != 0) {
    record.known.Keep({key, graph::StackId::kNone, place.frames});
    key = WithCallers(record, key, place.frames, site.frame);
  }
  record.known.Keep({key, place.stack, 0});
  return place;
}

graph::StackId StackHere(ThreadRecord& record, Site site) noexcept {
  const report::Guest guest;
  return StackOf(record, site).stack;
}

graph::StackId LearnSlow(ThreadRecord& record, const Request& request, bool granted, std::uint64_t& key) noexcept {
  const auto id = static_cast<std::uint64_t>(request.lock);
  if (const record::KnownPlace* chain = FindChain(record, id, request.mode, request.how, request.site, key)) {
    return chain->stack();
  }
  if (record::memory_is_out.load(std::memory_order_relaxed)) {
    record::SayMemoryIsOut();
    return graph::StackId::kNone;
  }
  const report::Guest guest;
  const record::KnownChain place = StackOf(record, request.site);
  if (request.how == How::kBlocking && record.depth.load(std::memory_order_relaxed) != 0) {
    NoteTrailInOrder(request.lock);
    record::EnterOrder(record, request.lock, request.mode, place.stack, granted);
  }
  key = record::KeyToKnow(record, id, request.mode, request.how, PlaceOf(record, request.site));
  if (place.frames != 0) {
    record.known.Keep({key, graph::StackId::kNone, place.frames});
    key = WithCallers(record, key, place.frames, request.site.frame);
  }
  record.known.Keep({key, place.stack, 0});
  key = record::KeyToPush(record, key, id, request.how);
  if (record.known.bytes() > kDepthsUpTo) record.depth_counts = 0;
  return place.stack;
}

// Only readers re-enter: libc counts for itself how often a recursive mutex is taken. Whatever else is granted twice was released
// in between, by another thread, or by the code that a signal handler interrupted right after its release.
void AfterTaking(ThreadRecord& record, const Request& request) noexcept {
  const auto id = static_cast<std::uint64_t>(request.lock);
  if (id == 0) return;
  if (request.mode == Mode::kShared && record::ReEnter(record, id, +1)) return;
  std::uint64_t key = 0;
  const graph::StackId stack = LearnSlow(record, request, /*granted=*/true, key);
  record::Push(record, id, request.mode, stack, key);
  if (record.attempts_open) record::AttemptSucceeded(record, id);
}

void AfterFailedTry(ThreadRecord& record, const Request& request) noexcept {
  if (request.lock == graph::LockId::kNone) return;
  record::NoteRefusedTry(record, static_cast<std::uint64_t>(request.lock));
  if (record.depth.load(std::memory_order_relaxed) == 0) return;
  std::uint64_t key = 0;
  const graph::StackId stack = LearnSlow(record, request, /*granted=*/false, key);
  record::AttemptFailed(record, static_cast<std::uint64_t>(request.lock), stack);
}

void BeforeBlocking(ThreadRecord& record, const Request& request) noexcept {
  const auto id = static_cast<std::uint64_t>(request.lock);
  if (id == 0) return;
  std::uint64_t key = 0;
  graph::StackId stack = graph::StackId::kNone;
  if (const int place = record::FindHeld(record, id); place >= 0) {
    const report::Guest guest;
    stack = record::CaptureStack();
    if (request.how == How::kBlocking && request.relock_hangs) {
      record::ReportSelfWaitSlow(record, request.lock, place, request.mode, stack);
    }
  } else {
    stack = LearnSlow(record, request, /*granted=*/false, key);
  }
  record.wait_key = key;
  record.wait_stack = stack;
  record::BeginWait(record, {id, 0, stack, record::WaitKind::kLock, request.mode == Mode::kShared,
                             request.how == How::kTimed, false});
}

void AfterBlocking(ThreadRecord& record, const Request& request, bool got) noexcept {
  const auto id = static_cast<std::uint64_t>(request.lock);
  if (id == 0) return;
  record::EndWait(record);
  if (!got) {
    if (request.how == How::kTimed) record::AttemptFailed(record, id, record.wait_stack);
    return;
  }
  if (request.mode == Mode::kShared && record::ReEnter(record, id, +1)) return;
  record::Push(record, id, request.mode, record.wait_stack, record.wait_key);
  if (record.inversion_pending) record::Settle(record);
  if (record.attempts_open) record::AttemptSucceeded(record, id);
}

}  // namespace snarl::preload
