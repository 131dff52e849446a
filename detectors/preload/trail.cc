// SPDX-License-Identifier: Apache-2.0
#include "preload/trail.h"

#include <dlfcn.h>
#include <unwind.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/record/trail_table.h"
#include "snarl/report/guest.h"

// Where this library begins in memory, and where its code ends; the linker's.
extern "C" const char __ehdr_start[] __attribute__((visibility("hidden")));
extern "C" const char etext[] __attribute__((visibility("hidden")));

namespace snarl::preload {

namespace {

using report::TrailStep;
using Kind = TrailStep::Kind;

constexpr std::size_t kFramesSeen = 12;  // in unoptimised code the innermost are those of std::mutex::lock()
constexpr std::size_t kMostSteps = 64;
constexpr std::uintptr_t kWindow = 1024;                       // of each frame, below its CFA
constexpr std::uintptr_t kBefore = std::uintptr_t{64} * 1024;  // how far before the lock its object may begin
constexpr std::uintptr_t kBehind = 256;                        // optimised code also keeps pointers to later members
constexpr std::uintptr_t kLookBehind = 64;                     // of what a pointer into the stack points to: a closure
constexpr std::uint8_t kLocksOfPlace = 16;
constexpr std::uint32_t kMostWalks = 2048;

constexpr std::size_t kPlaces = 4096;
constinit std::array<std::atomic<std::uint8_t>, kPlaces> locks_of_place = {};
constinit std::atomic<std::uint32_t> walks{0};

// rbx, rbp, r12 to r15: what a function must leave as it was. Of the others nobody knows what they were.
constexpr std::array<std::uint32_t, 6> kSaved = {3, 6, 12, 13, 14, 15};
constexpr std::uint32_t kStackPointer = 7;

// What std::thread keeps for the calling thread, up to the end of the page it begins in.
constexpr std::uintptr_t kLargestState = 256;
struct State {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};
thread_local constinit State thread_state __attribute__((tls_model("initial-exec"))) = {};

struct Frame {
  std::uintptr_t pc = 0;
  std::uintptr_t sp = 0;
  std::array<std::uintptr_t, kSaved.size()> saved = {};
};

struct Walk {
  std::uintptr_t lock;
  std::array<Frame, kFramesSeen + 1> frames = {};
  std::size_t frame_count = 0;
  std::array<TrailStep, kMostSteps> steps = {};
  std::size_t count = 0;
};

bool IsOurs(std::uintptr_t pc) noexcept {
  return pc >= reinterpret_cast<std::uintptr_t>(__ehdr_start) && pc < reinterpret_cast<std::uintptr_t>(etext);
}

bool Near(const Walk& walk, std::uintptr_t pointer) noexcept {
  return pointer + kBefore > walk.lock && pointer <= walk.lock + kBehind && pointer > 4096;
}

std::int64_t Difference(std::uintptr_t to, std::uintptr_t from) noexcept {
  return static_cast<std::int64_t>(to - from);
}

void Add(Walk& walk, const TrailStep& step) noexcept {
  if (walk.count < kMostSteps) walk.steps[walk.count++] = step;
}

std::uintptr_t Word(std::uintptr_t address) noexcept { return *reinterpret_cast<const std::uintptr_t*>(address); }

// As many bytes as `pointer` may be followed for.
std::uintptr_t Followed(const Walk& walk, std::uintptr_t pointer) noexcept {
  if (pointer % sizeof pointer != 0) return 0;
  const std::uintptr_t high = walk.frames[walk.frame_count - 1].sp;
  if (pointer >= walk.frames[0].sp && pointer < high) return std::min(kLookBehind, high - pointer);
  const State& state = thread_state;
  return pointer >= state.begin && pointer < state.end ? std::min(kLookBehind, state.end - pointer) : 0;
}

// The words behind a pointer that is kept in `step`.
void AddBehind(Walk& walk, TrailStep step, std::uintptr_t pointer) noexcept {
  const std::uintptr_t bytes = Followed(walk, pointer);
  for (std::uintptr_t inner = 0; inner + sizeof(std::uintptr_t) <= bytes; inner += sizeof(std::uintptr_t)) {
    const std::uintptr_t behind = Word(pointer + inner);
    if (!Near(walk, behind)) continue;
    step.inner = static_cast<std::int32_t>(inner);
    step.value = Difference(walk.lock, behind);
    Add(walk, step);
  }
}

void AddSlots(Walk& walk, std::uintptr_t sp, std::uintptr_t cfa) noexcept {
  const std::uintptr_t low = cfa - sp > kWindow ? cfa - kWindow : sp;
  // The last word is the return address, and the one before as a rule a saved frame pointer: that points to no object.
  for (std::uintptr_t slot = low; slot + sizeof(std::uintptr_t) < cfa; slot += sizeof(std::uintptr_t)) {
    const std::uintptr_t value = Word(slot);
    const auto at = static_cast<std::int32_t>(Difference(slot, cfa));
    if (Near(walk, value)) Add(walk, {Kind::kSlot, 0, at, 0, Difference(walk.lock, value)});
    if (slot + 2 * sizeof(std::uintptr_t) != cfa) AddBehind(walk, {Kind::kBehindSlot, 0, at, 0, 0}, value);
  }
}

void AddFrame(Walk& walk, const Frame& frame, std::uintptr_t cfa) noexcept {
  const std::size_t before = walk.count;
  Add(walk, {Kind::kFrame, 0, 0, 0, static_cast<std::int64_t>(frame.pc)});
  Add(walk, {Kind::kBase, kStackPointer, 0, 0, Difference(frame.sp, cfa)});
  for (std::size_t i = 0; i < kSaved.size(); ++i) {
    if (frame.saved[i] < frame.sp || frame.saved[i] > cfa) continue;
    Add(walk, {Kind::kBase, kSaved[i], 0, 0, Difference(frame.saved[i], cfa)});
  }
  const std::size_t bare = walk.count;
  if (walk.lock >= frame.sp && walk.lock < cfa) Add(walk, {Kind::kInside, 0, 0, 0, Difference(walk.lock, cfa)});
  for (std::size_t i = 0; i < kSaved.size(); ++i) {
    const std::uintptr_t value = frame.saved[i];
    if (Near(walk, value)) Add(walk, {Kind::kRegister, kSaved[i], 0, 0, Difference(walk.lock, value)});
    const bool in_frame = value >= frame.sp && value <= cfa;  // a frame pointer: kBase has it
    if (!in_frame) AddBehind(walk, {Kind::kBehindRegister, kSaved[i], 0, 0, 0}, value);
  }
  AddSlots(walk, frame.sp, cfa);
  if (walk.count == bare) walk.count = before;
}

// A context has the stack pointer of its frame at its call, which is the CFA of the frame before. A signal handler may run on
// another stack than what it interrupted, so the walk ends there.
_Unwind_Reason_Code Visit(_Unwind_Context* context, void* into) {
  auto& walk = *static_cast<Walk*>(into);
  int interrupted = 0;
  const auto pc = static_cast<std::uintptr_t>(_Unwind_GetIPInfo(context, &interrupted));
  if (pc == 0 || interrupted != 0) return _URC_END_OF_STACK;
  if (walk.frame_count == 0 && IsOurs(pc)) return _URC_NO_REASON;
  const std::uintptr_t sp = _Unwind_GetCFA(context);
  if (walk.frame_count != 0 && sp <= walk.frames[walk.frame_count - 1].sp) return _URC_END_OF_STACK;
  Frame& frame = walk.frames[walk.frame_count++];
  frame.pc = pc;
  frame.sp = sp;
  for (std::size_t i = 0; i < kSaved.size(); ++i) {
    frame.saved[i] = _Unwind_GetGR(context, static_cast<int>(kSaved[i]));
  }
  return walk.frame_count == walk.frames.size() ? _URC_END_OF_STACK : _URC_NO_REASON;
}

void Note(graph::LockId lock, const void* address) noexcept {
  if (record::memory_is_out.load(std::memory_order_relaxed)) return;
  const report::Guest guest;
  Walk walk{.lock = reinterpret_cast<std::uintptr_t>(address)};
  _Unwind_Backtrace(&Visit, &walk);
  for (std::size_t i = 0; i + 1 < walk.frame_count && walk.count < kMostSteps; ++i) {
    AddFrame(walk, walk.frames[i], walk.frames[i + 1].sp);
  }
  record::KeepTrail(lock, std::span(walk.steps).first(walk.count));
}

// The routine of libstdc++ that runs what std::thread keeps. It is not exported; its neighbours are.
bool IsOfStdThread(void* (*routine)(void*)) noexcept {
  constinit static std::atomic<void* (*)(void*)> known{nullptr};
  if (routine == known.load(std::memory_order_relaxed)) return true;
  Dl_info here{};
  Dl_info there{};
  void* const join = dlsym(RTLD_DEFAULT, "_ZNSt6thread4joinEv");
  if (join == nullptr || dladdr(join, &there) == 0 || dladdr(reinterpret_cast<void*>(routine), &here) == 0 ||
      here.dli_fbase != there.dli_fbase) {
    return false;
  }
  known.store(routine, std::memory_order_relaxed);
  return true;
}

}  // namespace

void NoteThreadState(void* (*routine)(void*), const void* argument) noexcept {
  const auto begin = reinterpret_cast<std::uintptr_t>(argument);
  if (!record::trails_wanted.load(std::memory_order_relaxed) || begin == 0 || !IsOfStdThread(routine)) return;
  thread_state = {begin, std::min(begin + kLargestState, (begin | 4095) + 1)};
}

void NoteTrail(graph::LockId lock, const void* address, graph::StackId made) noexcept {
  if (!record::trails_wanted.load(std::memory_order_relaxed) || lock == graph::LockId::kNone) return;
  std::atomic<std::uint8_t>& known = locks_of_place[static_cast<std::size_t>(made) % kPlaces];
  if (known.load(std::memory_order_relaxed) >= kLocksOfPlace) return;
  if (walks.load(std::memory_order_relaxed) >= kMostWalks) return;
  walks.fetch_add(1, std::memory_order_relaxed);
  known.fetch_add(1, std::memory_order_relaxed);
  Note(lock, address);
}

void NoteTrailInOrder(graph::LockId lock) noexcept {
  if (!record::trails_wanted.load(std::memory_order_relaxed)) return;
  const record::LockEntry* entry = record::Find(lock);
  if (entry == nullptr || entry->trail.load(std::memory_order_relaxed) != 0) return;
  if (walks.load(std::memory_order_relaxed) >= kMostWalks) return;
  walks.fetch_add(1, std::memory_order_relaxed);
  Note(lock, entry->address);
}

void NoteTrailInReport(graph::LockId lock) {
  if (const record::LockEntry* entry = record::Find(lock)) Note(lock, entry->address);
}

}  // namespace snarl::preload
