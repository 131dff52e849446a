// SPDX-License-Identifier: Apache-2.0
//
// The life of threads: creation and join order what comes before and after them, and a thread is known from its first moment.
#include <cerrno>
#include <cstdint>
#include <new>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "preload/address_table.h"
#include "preload/hook.h"
#include "preload/segment.h"
#include "preload/sleep.h"
#include "preload/trail.h"
#include "snarl/record/chain.h"
#include "snarl/record/engine.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/start.h"
#include "snarl/report/options.h"

// Where the main thread's stack ends; the dynamic linker's.
extern "C" void* __libc_stack_end;

namespace snarl::preload {

namespace {

thread_local constinit std::uintptr_t stack_high __attribute__((tls_model("initial-exec"))) = 0;

// The segment that every thread is in which may be joined. It stays here after the thread's end, until its join.
struct Joinable {
  absl::Mutex mutex;
  absl::flat_hash_map<pthread_t, graph::SegmentId> last ABSL_GUARDED_BY(mutex);
};

Joinable& TheJoinable() {
  static Joinable& joinable = *[] {
    auto* made = new Joinable;
    record::HoldAcrossFork(made->mutex);
    return made;
  }();
  return joinable;
}

graph::SegmentId TakeLast(pthread_t thread) {
  const report::Guest guest;
  Joinable& joinable = TheJoinable();
  const absl::MutexLock lock(&joinable.mutex);
  const auto found = joinable.last.find(thread);
  if (found == joinable.last.end()) return graph::SegmentId::kNone;
  const graph::SegmentId last = found->second;
  joinable.last.erase(found);
  return last;
}

struct Start {
  void* (*routine)(void*);
  void* argument;
  graph::SegmentId segment;
  bool joinable;
};

// Guests, so that a signal handler that locks does not find our memory busy with its own thread.
Start* NewStart() noexcept {
  const report::Guest guest;
  return new (std::nothrow) Start;
}
void Drop(const Start* start) noexcept {
  const report::Guest guest;
  delete start;
}

void Begin(const Start& start) {
  record::ThreadRecord* record = record::SelfSlow(stack_high);
  if (record == nullptr) return;
  record->segment = start.segment;
  record::Rekey(*record);
  if (!start.joinable) return;
  const report::Guest guest;
  Joinable& joinable = TheJoinable();
  const absl::MutexLock lock(&joinable.mutex);
  joinable.last[pthread_self()] = start.segment;
}

void* Run(void* argument) {
  const Start start = *static_cast<Start*>(argument);
  report::Guest::ThreadIsStrange(true);
  Drop(static_cast<Start*>(argument));
  stack_high = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) + 2 * sizeof(std::uintptr_t);
  Begin(start);
  record::threads_starting.fetch_sub(1);
  NoteThreadState(start.routine, start.argument);
  report::Guest::ThreadIsStrange(false);
  return start.routine(start.argument);
}

// A report takes more stack than the smallest stacks have. A stack of the program's own stays as it is.
const pthread_attr_t* WithRoomForUs(const pthread_attr_t* attributes, pthread_attr_t& roomier) noexcept {
  constexpr std::size_t kRoom = std::size_t{128} << 10;
  void* low = nullptr;
  std::size_t size = 0;
  if (attributes == nullptr || pthread_attr_getstack(attributes, &low, &size) != 0 || size >= 2 * kRoom)
    return attributes;
  if (reinterpret_cast<std::uintptr_t>(low) + size != 0) return attributes;  // glibc: 0 unless an address was given
  roomier = *attributes;                                                     // what it points to stays the program's
  return pthread_attr_setstacksize(&roomier, size + kRoom) == 0 ? &roomier : attributes;
}

// Not noexcept: a cancelled join unwinds through here.
template <class Native>
int Join(pthread_t thread, bool timed, Native native) {
  record::ThreadRecord* record = Watched();
  const auto* address = reinterpret_cast<const void*>(thread);
  int result = 0;
  {
    const Sleep sleep(record, record::LockKind::kThread, address, timed);
    result = native();
  }
  if (result != 0) return result;
  if (record != nullptr) ForgetAddress(address);
  const graph::SegmentId last = TakeLast(thread);
  if (record != nullptr && last != graph::SegmentId::kNone) BeginSegment(*record, last);
  return result;
}

}  // namespace

std::uintptr_t OwnStackHigh() noexcept {
  if (stack_high == 0) {
    const auto end = reinterpret_cast<std::uintptr_t>(__libc_stack_end);
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    // The main thread's, or nothing: a thread that somebody made without pthread_create() is not looked through.
    constexpr std::uintptr_t kFarthest = std::uintptr_t{1} << 32;
    stack_high = here < end && end - here < kFarthest ? end : here;
  }
  return stack_high;
}

void BeginSegment(record::ThreadRecord& record, graph::SegmentId also_before) noexcept {
  record::NextSegment(record, also_before);
  const report::Guest guest;
  Joinable& joinable = TheJoinable();
  const absl::MutexLock lock(&joinable.mutex);
  if (const auto self = joinable.last.find(pthread_self()); self != joinable.last.end()) self->second = record.segment;
}

SNARL_HOOK int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*routine)(void*),
                              void* argument) {
  record::ThreadRecord* record = Watched();
  Start* start = record != nullptr ? NewStart() : nullptr;
  if (start == nullptr) return libc.create(thread, attributes, routine, argument);
  int detached = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &detached);
  *start = {routine, argument, record::NewSegment(record->segment), detached == PTHREAD_CREATE_JOINABLE};
  pthread_attr_t roomier;
  record::threads_starting.fetch_add(1);
  const int result = libc.create(thread, WithRoomForUs(attributes, roomier), &Run, start);
  if (result != 0) {
    record::threads_starting.fetch_sub(1);
    Drop(start);
    return result;
  }
  BeginSegment(*record);
  if (report::Current().enabled) record::StartWatching(/*for_probe=*/true);
  return result;
}

SNARL_HOOK int pthread_join(pthread_t thread, void** value) {
  return Join(thread, false, [=] { return libc.join(thread, value); });
}
SNARL_HOOK int pthread_tryjoin_np(pthread_t thread, void** value) {
  return Join(thread, true, [=] { return libc.tryjoin(thread, value); });
}
SNARL_HOOK int pthread_timedjoin_np(pthread_t thread, void** value, const timespec* until) {
  return Join(thread, true, [=] { return libc.timedjoin(thread, value, until); });
}
SNARL_HOOK int pthread_clockjoin_np(pthread_t thread, void** value, clockid_t clock, const timespec* until) {
  return Join(thread, true, [=] { return libc.clockjoin(thread, value, clock, until); });
}
SNARL_HOOK int pthread_detach(pthread_t thread) {
  FindLibc();
  // Before it: afterwards the name may be another thread's.
  TakeLast(thread);
  return libc.detach(thread);
}

// C11: libc's own go straight to what is behind pthread_create(). An int comes back as glibc itself packs it.
SNARL_HOOK int thrd_create(thrd_t* thread, thrd_start_t routine, void* argument) {
  const int result =
      pthread_create(thread, nullptr, reinterpret_cast<void* (*)(void*)>(reinterpret_cast<void*>(routine)), argument);
  return result == 0 ? thrd_success : result == ENOMEM || result == EAGAIN ? thrd_nomem : thrd_error;
}
SNARL_HOOK int thrd_join(thrd_t thread, int* value) {
  void* packed = nullptr;
  const int result = pthread_join(thread, &packed);
  if (result != 0) return thrd_error;
  if (value != nullptr) *value = static_cast<int>(reinterpret_cast<std::intptr_t>(packed));
  return thrd_success;
}
SNARL_HOOK int thrd_detach(thrd_t thread) { return pthread_detach(thread) == 0 ? thrd_success : thrd_error; }

}  // namespace snarl::preload
