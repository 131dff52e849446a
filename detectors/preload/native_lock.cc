// SPDX-License-Identifier: Apache-2.0
#include "preload/native_lock.h"

#include "preload/address_table.h"
#include "preload/trail.h"
#include "snarl/record/lock_table.h"

namespace snarl::preload {

std::uint64_t seal_secret = 0;

namespace {

bool HasRoom(const pthread_mutex_t* mutex) noexcept {
  return (mutex->__data.__kind & (kMutexRobust | kMutexShared)) == 0;
}
bool HasRoom(const pthread_rwlock_t* rwlock) noexcept { return rwlock->__data.__shared == 0; }

void Write(pthread_mutex_t* mutex, Mark mark) noexcept {
  auto* words = reinterpret_cast<std::uint64_t*>(mutex);
  __atomic_store_n(words + 3, mark.id, __ATOMIC_RELAXED);
  __atomic_store_n(words + 4, mark.seal, __ATOMIC_RELAXED);
}
void Write(pthread_rwlock_t* rwlock, Mark mark) noexcept {
  auto* words = reinterpret_cast<std::uint64_t*>(rwlock);
  __atomic_store_n(words + 2, mark.id, __ATOMIC_RELAXED);
  __atomic_store_n(words + 5, mark.seal, __ATOMIC_RELAXED);
}

template <class Lock>
graph::LockId GiveId(Lock* lock, graph::StackId made) noexcept {
  if (!HasRoom(lock)) return IdOfAddress(KindOf(lock), lock, made);
  const graph::LockId given = ReplaceAtAddress(KindOf(lock), lock, made, [lock](graph::LockId fresh) {
    if (const std::uint64_t marked = MarkedId(lock); marked != 0) return static_cast<graph::LockId>(marked);
    const auto id = static_cast<std::uint64_t>(fresh);
    if (id != 0) Write(lock, {id, Seal(lock, id)});
    return fresh;
  });
  NoteTrail(given, lock, made);
  return given;
}

template <class Lock>
void RenewLock(Lock* lock) noexcept {
  ForgetAddress(lock);
  if (MarkedId(lock) != 0) Write(lock, {0, 0});
}

}  // namespace

graph::LockId IdentifySlow(pthread_mutex_t* mutex, graph::StackId made) noexcept { return GiveId(mutex, made); }
graph::LockId IdentifySlow(pthread_rwlock_t* rwlock, graph::StackId made) noexcept { return GiveId(rwlock, made); }
void Renew(pthread_mutex_t* mutex) noexcept { RenewLock(mutex); }
void Renew(pthread_rwlock_t* rwlock) noexcept { RenewLock(rwlock); }

record::LockKind KindOf(const pthread_mutex_t* mutex) noexcept {
  if ((mutex->__data.__kind & kMutexRobust) != 0) return record::LockKind::kRobustMutex;
  return (mutex->__data.__kind & kMutexKindMask) == PTHREAD_MUTEX_RECURSIVE ? record::LockKind::kRecursiveMutex
                                                                            : record::LockKind::kMutex;
}
record::LockKind KindOf(const pthread_rwlock_t* rwlock) noexcept {
  return rwlock->__data.__flags == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP ? record::LockKind::kWriterFirstRwlock
                                                                                : record::LockKind::kRwlock;
}

}  // namespace snarl::preload
