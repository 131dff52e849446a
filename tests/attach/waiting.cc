// SPDX-License-Identifier: Apache-2.0
#include "attach/waiting.h"

#include <linux/futex.h>
#include <sys/syscall.h>

#include <string>
#include <vector>

#include "attach/fake_memory.h"
#include "catch.h"

namespace snarl::attach {
namespace {

constexpr std::uint64_t kLock = 0x5000;

ThreadNow AtFutex(std::uint64_t word, std::uint32_t expected, std::uint64_t operation = FUTEX_WAIT_PRIVATE,
                  bool timed = false) {
  ThreadNow thread;
  thread.call.number = SYS_futex;
  thread.call.arguments = {word, operation, expected, timed ? 0x7000U : 0U, 0, 0};
  return thread;
}

// Word, count, owner, users, kind.
FakeMemory WithMutex(std::uint32_t word, std::uint32_t owner, std::uint32_t kind) {
  return {kLock, {word, 0, owner, 1, kind, 0, 0, 0}};
}

Waiting At(const ThreadNow& thread, const std::vector<std::string>& functions, const FakeMemory& memory) {
  return Recognise(thread, functions, memory, {100, 200});
}

}  // namespace

TEST_CASE("a mutex says who holds it, whatever libc calls its functions") {
  const FakeMemory memory = WithMutex(2, 200, 0);
  const std::vector<std::vector<std::string>> ways = {
      {"__lll_lock_wait", "pthread_mutex_lock", "main"},
      {"", "___pthread_mutex_lock", "main"},
      {"__pthread_mutex_lock_full", "main"},
      {"futex_wait.constprop.0", "__GI___pthread_mutex_lock", "main"},
      {"", "", "__pthread_mutex_cond_lock", "pthread_cond_wait"},
  };
  for (const auto& functions : ways) {
    const Waiting waiting = At(AtFutex(kLock, 2), functions, memory);
    CHECK(waiting.what == WaitsFor::kMutex);
    CHECK(waiting.object == kLock);
    CHECK(waiting.owner == 200);
    CHECK(waiting.kind == "mutex");
    CHECK_FALSE(waiting.by_words);
    CHECK_FALSE(waiting.timed);
  }
  CHECK(At(AtFutex(kLock, 2, FUTEX_WAIT_BITSET_PRIVATE, true), {"pthread_mutex_timedlock"}, memory).timed);
}

TEST_CASE("kinds of mutexes") {
  const std::vector<std::string> functions = {"pthread_mutex_lock"};
  CHECK(At(AtFutex(kLock, 2), functions, WithMutex(2, 200, 1)).kind == "recursive_mutex");
  CHECK(At(AtFutex(kLock, 2), functions, WithMutex(2, 200, 2)).kind == "errorcheck_mutex");
  CHECK(At(AtFutex(kLock, 2), functions, WithMutex(2, 200, 3)).kind == "adaptive_mutex");
  CHECK(At(AtFutex(kLock, 2), functions, WithMutex(2, 200, 128)).shared_with_processes);
  // The word itself has the holder, and bits beside it.
  const Waiting robust = At(AtFutex(kLock, FUTEX_WAITERS | 200), functions, WithMutex(FUTEX_WAITERS | 200, 200, 16));
  CHECK(robust.owner == 200);
  CHECK(robust.kind == "robust_mutex");
  const Waiting inheriting = At(AtFutex(kLock, 0, FUTEX_LOCK_PI_PRIVATE), {}, WithMutex(FUTEX_WAITERS | 200, 200, 32));
  CHECK(inheriting.what == WaitsFor::kMutex);
  CHECK(inheriting.owner == 200);
  CHECK_FALSE(inheriting.by_words);
}

TEST_CASE("a mutex that is handed over just now has no holder") {
  CHECK(At(AtFutex(kLock, 2), {"pthread_mutex_lock"}, WithMutex(0, 0, 0)).owner == 0);
  CHECK(At(AtFutex(kLock, 2), {"pthread_mutex_lock"}, WithMutex(0, 200, 0)).owner == 0);
}

TEST_CASE("without names a mutex is five words that fit together, and less is a futex") {
  const Waiting mutex = At(AtFutex(kLock, 2), {"", ""}, WithMutex(2, 200, 0));
  CHECK(mutex.what == WaitsFor::kMutex);
  CHECK(mutex.by_words);
  CHECK(At(AtFutex(kLock, 1), {}, WithMutex(2, 200, 0)).what == WaitsFor::kFutex);
  CHECK(At(AtFutex(kLock, 2), {}, WithMutex(2, 0, 0)).what == WaitsFor::kFutex);
  CHECK(At(AtFutex(kLock, 2), {}, WithMutex(2, 200, 0x10000)).what == WaitsFor::kFutex);
  CHECK(At(AtFutex(kLock, 2), {}, FakeMemory()).what == WaitsFor::kFutex);
  // Of a program's own lock.
  CHECK(At(AtFutex(kLock, 2), {"syscall", "app::Mutex::lock()"}, WithMutex(1, 7, 9)).what == WaitsFor::kFutex);
}

TEST_CASE("who joins waits for a thread") {
  FakeMemory memory;
  memory.Put(kLock, {200, 0, 0, 0, 0});
  const Waiting named = At(AtFutex(kLock, 200, FUTEX_WAIT_BITSET), {"", "__pthread_clockjoin_ex"}, memory);
  CHECK(named.what == WaitsFor::kThread);
  CHECK(named.owner == 200);
  const Waiting nameless = At(AtFutex(kLock, 200, FUTEX_WAIT_BITSET), {"", ""}, memory);
  CHECK(nameless.what == WaitsFor::kThread);
  CHECK(nameless.by_words);
  memory.Put(kLock, {300, 0, 0, 0, 0});
  CHECK(At(AtFutex(kLock, 300, FUTEX_WAIT_BITSET), {"", ""}, memory).what == WaitsFor::kFutex);
}

TEST_CASE("an rwlock says which writer holds it, and how many readers do") {
  FakeMemory memory;
  // Readers by eights, and two bits; the writers; two futexes; two paddings; the writer's tid.
  memory.Put(kLock, {0, 0, 3, 3, 0, 0, 200, 0});
  const Waiting reads = At(AtFutex(kLock + 8, 3), {"", "pthread_rwlock_rdlock"}, memory);
  CHECK(reads.what == WaitsFor::kReadLock);
  CHECK(reads.object == kLock);
  CHECK(reads.owner == 200);
  const Waiting writes = At(AtFutex(kLock + 12, 3), {"", "pthread_rwlock_wrlock"}, memory);
  CHECK(writes.what == WaitsFor::kWriteLock);
  CHECK(writes.object == kLock);
  CHECK(writes.owner == 200);
  memory.Put(kLock, {16, 0, 2, 1, 0, 0, 0, 0});
  const Waiting behind = At(AtFutex(kLock + 8, 2), {"", "pthread_rwlock_wrlock"}, memory);
  CHECK(behind.object == kLock);
  CHECK(behind.owner == 0);
  CHECK(behind.how == "pthread_rwlock_wrlock, held by 2 readers");
}

TEST_CASE("what does not say who could end it") {
  FakeMemory memory;
  memory.Put(kLock, {2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  const Waiting condition = At(AtFutex(kLock + 44, 0), {"", "pthread_cond_wait"}, memory);
  CHECK(condition.what == WaitsFor::kCondition);
  CHECK(condition.object == kLock);
  CHECK(At(AtFutex(kLock + 40, 0), {"pthread_cond_wait"}, memory).object == kLock);
  const Waiting barrier = At(AtFutex(kLock + 4, 0), {"pthread_barrier_wait"}, memory);
  CHECK(barrier.what == WaitsFor::kBarrier);
  CHECK(barrier.object == kLock);
  CHECK(barrier.how == "pthread_barrier_wait, 2 of 3 have arrived");
  CHECK(At(AtFutex(kLock, 0), {"do_futex_wait", "__new_sem_wait_slow64.constprop.0"}, memory).what ==
        WaitsFor::kSemaphore);
  CHECK(At(AtFutex(kLock, 0), {"do_futex_wait", "__new_sem_wait_slow64.constprop.0"}, memory).how == "sem_wait");
  CHECK(At(AtFutex(kLock, 0), {"sem_wait"}, memory).is_private);
  CHECK_FALSE(At(AtFutex(kLock, 0, FUTEX_WAIT), {"sem_wait"}, memory).is_private);
  CHECK(At(AtFutex(kLock, 1), {"syscall", "__cxa_guard_acquire"}, memory).what == WaitsFor::kOnce);
  for (const Waiting& waiting : {condition, barrier}) CHECK(waiting.owner == 0);
}

TEST_CASE("woken from a condition variable, it is the mutex that a thread waits for") {
  const Waiting waiting = At(AtFutex(kLock, 2), {"", "pthread_cond_wait"}, WithMutex(2, 200, 0));
  CHECK(waiting.what == WaitsFor::kMutex);
  CHECK(waiting.owner == 200);
}

TEST_CASE("functions of the program end the search for a name") {
  const Waiting waiting = At(AtFutex(kLock, 0), {"syscall", "app::Wait()", "pthread_once"}, FakeMemory());
  CHECK(waiting.what == WaitsFor::kFutex);
}

TEST_CASE("other system calls, and none") {
  ThreadNow thread;
  CHECK(At(thread, {"main"}, FakeMemory()).what == WaitsFor::kNothing);
  CHECK(At(thread, {"pthread_spin_lock", "main"}, FakeMemory()).what == WaitsFor::kSpinLock);
  thread.call.number = SYS_read;
  const Waiting waiting = At(thread, {"read", "main"}, FakeMemory());
  CHECK(waiting.what == WaitsFor::kCall);
  CHECK(waiting.how == "read");
}

}  // namespace snarl::attach
