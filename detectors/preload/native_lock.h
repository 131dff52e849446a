// SPDX-License-Identifier: Apache-2.0
//
// From the address of a libc lock to its id. A mutex or rwlock of glibc has 16 bytes that it does not use (a mutex those of
// the list of robust mutexes, unless it is robust); the id lies there, beside a seal that only this address in this process
// has. So a look-up is two loads from a line that is needed anyway, and a lock that is made anew at the same address, which
// for std::mutex nobody is told of, has lost its id and gets another.
//
// Everything else (semaphores, condition variables, spin locks, barriers, robust and process-shared locks) is in a table by
// address (address_table.h).
//
// Thread safety: any thread. Layouts: glibc, bits/struct_mutex.h and bits/struct_rwlock.h, unchanged since 2.30.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>

#include "preload/taking.h"
#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"

namespace snarl::preload {

// The two words in a lock.
struct Mark {
  std::uint64_t id;
  std::uint64_t seal;
};

extern std::uint64_t seal_secret __attribute__((visibility("hidden")));

inline std::uint64_t Seal(const void* lock, std::uint64_t id) noexcept {
  return (reinterpret_cast<std::uintptr_t>(lock) ^ seal_secret) + id * 0x9e3779b97f4a7c15U;
}

inline constexpr int kMutexKindMask = 3;  // normal, recursive, errorcheck, adaptive
inline constexpr int kMutexRobust = 16;   // uses the list
inline constexpr int kMutexShared = 128;  // may be marked by another process
inline constexpr int kMutexNoElision = 0x300;

// 0 where the lock has no mark of ours.
inline std::uint64_t MarkedId(const pthread_mutex_t* mutex) noexcept {
  static_assert(sizeof(pthread_mutex_t) == 40 && offsetof(pthread_mutex_t, __data.__list) == 24);
  const auto* words = reinterpret_cast<const std::uint64_t*>(mutex);
  const std::uint64_t id = __atomic_load_n(words + 3, __ATOMIC_RELAXED);
  return __atomic_load_n(words + 4, __ATOMIC_RELAXED) == Seal(mutex, id) ? id : 0;
}
inline std::uint64_t MarkedId(const pthread_rwlock_t* rwlock) noexcept {
  static_assert(sizeof(pthread_rwlock_t) == 56 && offsetof(pthread_rwlock_t, __data.__pad3) == 16 &&
                offsetof(pthread_rwlock_t, __data.__pad2) == 40);
  const auto* words = reinterpret_cast<const std::uint64_t*>(rwlock);
  const std::uint64_t id = __atomic_load_n(words + 2, __ATOMIC_RELAXED);
  return __atomic_load_n(words + 5, __ATOMIC_RELAXED) == Seal(rwlock, id) ? id : 0;
}

// The id, given at the first use, which was at `made`. kNone where there is no memory for it.
[[nodiscard]] graph::LockId IdentifySlow(pthread_mutex_t* mutex, graph::StackId made) noexcept;
[[nodiscard]] graph::LockId IdentifySlow(pthread_rwlock_t* rwlock, graph::StackId made) noexcept;
template <class Lock>
[[nodiscard]] graph::LockId Identify(Lock* lock, record::ThreadRecord& record, record::Site site) noexcept {
  const std::uint64_t marked = MarkedId(lock);
  return marked != 0 ? static_cast<graph::LockId>(marked) : IdentifySlow(lock, StackHere(record, site));
}

// The lock is made or destroyed here: what was known under this address is another lock.
void Renew(pthread_mutex_t* mutex) noexcept;
void Renew(pthread_rwlock_t* rwlock) noexcept;

[[nodiscard]] record::LockKind KindOf(const pthread_mutex_t* mutex) noexcept;
[[nodiscard]] record::LockKind KindOf(const pthread_rwlock_t* rwlock) noexcept;

}  // namespace snarl::preload
