// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/thread_record.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/chain.h"
#include "snarl/record/engine.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/memory.h"
#include "snarl/record/misuse.h"
#include "snarl/record/start.h"
#include "snarl/record/stir.h"
#include "snarl/record/thread_name.h"
#include "snarl/record/waiting.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"

namespace snarl::record {

thread_local constinit ThreadRecord* self = nullptr;

namespace {

// Set when the thread's record is given back: hooks called from later destructors find no record and make none.
thread_local constinit bool ended __attribute__((tls_model("initial-exec"))) = false;

// A record passes from one thread to the next under our lock, which ThreadSanitizer is told to ignore (Guest): it would see
// two threads write the same words unordered. There every thread gets a record of its own.
constexpr bool kReuse = SNARL_UNDER_TSAN == 0;

struct Threads {
  absl::Mutex mutex;
  std::atomic<ThreadRecord*> first{nullptr};
  std::uint64_t next_id ABSL_GUARDED_BY(mutex) = 1;
  std::atomic<std::uint64_t> seen{0};
  std::atomic<std::uint64_t> alive{0};
  pthread_key_t at_exit = 0;
  std::vector<ThreadRecord*> unused ABSL_GUARDED_BY(mutex);
  std::vector<ThreadRecord*> left_behind;  // by fork(); only so that leak checkers see them
};

// glibc calls key destructors in rounds; putting it off to the last keeps locks of other destructors watched.
void AtThreadExit(void* rounds_left);

Threads& TheThreads() {
  static Threads& threads = *[] {
    auto* made = new Threads;
    pthread_key_create(&made->at_exit, &AtThreadExit);
    HoldAcrossFork(made->mutex);
    return made;
  }();
  return threads;
}

void AtThreadExit(void* rounds_left) {
  const auto rounds = reinterpret_cast<std::uintptr_t>(rounds_left);
  Threads& threads = TheThreads();
  if (rounds > 1) {
    pthread_setspecific(threads.at_exit, reinterpret_cast<const void*>(rounds - 1));
    return;
  }
  const report::Guest guest;
  ThreadRecord* record = std::exchange(self, nullptr);
  ended = true;
  if (record == nullptr) return;
  EndWait(*record);  // of a wait that was cancelled
  ReportOrphans(*record);
  if (record->noted) ThreadGone(record->thread());
  KeepName(*record);
  {
    const absl::MutexLock lock(&threads.mutex);
    record->depth.store(0, std::memory_order_relaxed);
    record->id.store(0, std::memory_order_release);
    Stir(stirred.waits);
    if (kReuse) threads.unused.push_back(record);
  }
  if (threads.alive.fetch_sub(1, std::memory_order_relaxed) == 1) LastThreadGone();
}

void Reset(ThreadRecord& record) {
  record.key = 0;
  record.depth.store(0, std::memory_order_relaxed);
  record.attempts_open = false;
  record.inversion_pending = false;
  record.noted = false;
  record.known.Clear();
  record.segment = graph::SegmentId::kNone;
  record.hand_overs = 0;
  record.released_by_other.store(0, std::memory_order_relaxed);
  record.depth_counts = ~std::uintptr_t{0};
  for (AttemptSlot& attempt : record.attempts) attempt.wanted.store(0, std::memory_order_relaxed);
  for (auto& place : record.semaphores.taken) place.semaphore.store(nullptr, std::memory_order_relaxed);
  for (auto& place : record.semaphores.posted) place.semaphore.store(nullptr, std::memory_order_relaxed);
  for (Look& look : record.looks) look = Look();
  record.block = nullptr;
  record.block_depth = 0;
  record.polls.yields.store(0, std::memory_order_relaxed);
  record.polls.quick_yields.store(0, std::memory_order_relaxed);
  record.polls.yielded_ns = 0;
  record.polls.tries.store(0, std::memory_order_relaxed);
  record.polls.stack.store(graph::StackId::kNone, std::memory_order_relaxed);
}

void MeasureStack(ThreadRecord& record) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* low = nullptr;
  std::size_t size = 0;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    record.stack_low = reinterpret_cast<std::uintptr_t>(low);
    record.stack_high = record.stack_low + size;
  }
  pthread_attr_destroy(&attributes);
}

}  // namespace

ThreadRecord* SelfSlow(std::uintptr_t stack_high) noexcept {
  if (ended || report::Guest::inside()) return nullptr;
  const report::Guest guest;
  StartOnce();
  if (!report::Current().enabled || memory_is_out.load(std::memory_order_relaxed)) return nullptr;
  Threads& threads = TheThreads();
  ThreadRecord* record = nullptr;
  std::uint64_t id = 0;
  {
    const absl::MutexLock lock(&threads.mutex);
    if (!threads.unused.empty()) {
      record = threads.unused.back();
      threads.unused.pop_back();
      Reset(*record);
    } else {
      // Without memory the thread goes unwatched.
      record = new (std::nothrow) ThreadRecord;
      if (record == nullptr) return nullptr;
      record->next = threads.first.load(std::memory_order_relaxed);
      threads.first.store(record, std::memory_order_release);
    }
    id = threads.next_id++;
    record->os_id.store(static_cast<std::uint32_t>(syscall(SYS_gettid)), std::memory_order_relaxed);
    record->handle.store(reinterpret_cast<std::uintptr_t>(pthread_self()), std::memory_order_relaxed);
    record->id.store(id, std::memory_order_release);
    Stir(stirred.waits);
  }
  record->stack_low = 0;
  record->stack_high = stack_high;
  if (stack_high == 0) MeasureStack(*record);
  threads.seen.fetch_add(1, std::memory_order_relaxed);
  threads.alive.fetch_add(1, std::memory_order_relaxed);
  pthread_setspecific(threads.at_exit,
                      reinterpret_cast<const void*>(std::uintptr_t{PTHREAD_DESTRUCTOR_ITERATIONS} - 1));
  self = record;
  return record;
}

ThreadRecord* FirstRecord() noexcept { return TheThreads().first.load(std::memory_order_acquire); }

ThreadRecord* FindThread(graph::ThreadId thread) noexcept {
  for (ThreadRecord* record = FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() == thread) return record;
  }
  return nullptr;
}

ThreadRecord* FindByHandle(std::uintptr_t handle) noexcept {
  for (ThreadRecord* record = FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() != graph::ThreadId::kNone && record->handle.load(std::memory_order_relaxed) == handle) {
      return record;
    }
  }
  return nullptr;
}

bool Exited(graph::ThreadId thread) noexcept { return FindThread(thread) == nullptr; }

std::uint64_t ThreadsAlive() noexcept { return TheThreads().alive.load(std::memory_order_relaxed); }

std::uint64_t ThreadsSeen() noexcept { return TheThreads().seen.load(std::memory_order_relaxed); }

std::vector<HeldNow> HeldBy(const ThreadRecord& record) {
  std::vector<HeldNow> held;
  const std::uint32_t depth = record.depth.load(std::memory_order_acquire);
  const HeldSlot* slots = record.held.load(std::memory_order_acquire);
  for (std::uint32_t i = 0; i < depth; ++i) {
    const std::uint64_t info = slots[i].info.load(std::memory_order_relaxed);
    held.push_back({static_cast<graph::LockId>(slots[i].lock.load(std::memory_order_relaxed)), HeldMode(info),
                    HeldStack(info), slots[i].segment});
  }
  return held;
}

void ForgetOtherThreads() noexcept {
  // Their records are left alone, not used anew: their threads may have been in the middle of anything.
  Threads& threads = TheThreads();
  ThreadRecord* first = threads.first.exchange(self, std::memory_order_acq_rel);
  threads.left_behind.push_back(first);
  {
    const absl::MutexLock lock(&threads.mutex);
    threads.unused.clear();
  }
  threads.alive.store(self == nullptr ? 0 : 1, std::memory_order_relaxed);
  if (self == nullptr) return;
  threads.left_behind.push_back(self->next);
  self->next = nullptr;
  // What it met before belongs to orders that the child has forgotten.
  self->known.Clear();
  if (self->segment != graph::SegmentId::kNone) self->segment = NewSegment();
  Rekey(*self);
  self->os_id.store(static_cast<std::uint32_t>(syscall(SYS_gettid)), std::memory_order_relaxed);
}

}  // namespace snarl::record
