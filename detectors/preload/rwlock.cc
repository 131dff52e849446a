// SPDX-License-Identifier: Apache-2.0
//
// Reader-writer locks.
#include "preload/native_lock.h"
#include "preload/releasing.h"
#include "preload/taking.h"

namespace snarl::preload {

namespace {

constexpr unsigned kReaderShift = 3;  // glibc: the low bits of __readers are flags

int Attempt(pthread_rwlock_t* rwlock, Mode mode) noexcept {
  return mode == Mode::kShared ? libc.rwlock_tryrdlock(rwlock) : libc.rwlock_trywrlock(rwlock);
}

template <class Block>
[[gnu::noinline]] int LockSlow(pthread_rwlock_t* rwlock, Mode mode, How how, Site site, Block block) noexcept {
  ThreadRecord* record = Watched();
  if (record == nullptr) return block();
  // Libc refuses whatever a writer asks of its own lock. A reader that wants to write waits for itself.
  const bool writes =
      __atomic_load_n(&rwlock->__data.__cur_writer, __ATOMIC_RELAXED) == static_cast<int>(record->os_id.load());
  const Request request{Identify(rwlock, *record, site), mode, how, site, !writes};
  return TakeSlow(
      *record, request, [=] { return Attempt(rwlock, mode); }, block);
}

// The hot path: a known chain, a free lock, and not one that this thread reads already.
template <class Block>
[[gnu::always_inline]] inline int Lock(pthread_rwlock_t* rwlock, Mode mode, Site site, Block block) noexcept {
  ThreadRecord* record = record::self;
  const std::uint64_t id = MarkedId(rwlock);
  if (record != nullptr && id != 0) [[likely]] {
    std::uint64_t key = 0;
    const record::KnownPlace* chain = FindChain(*record, id, mode, How::kBlocking, site, key);
    if (chain != nullptr && record::FindHeld(*record, id) < 0) [[likely]] {
      const graph::StackId stack = chain->stack();
      if (Attempt(rwlock, mode) == 0) [[likely]] {
        record::Push(*record, id, mode, stack, key);
        if (record->attempts_open) [[unlikely]]
          record::AttemptSucceeded(*record, id);
        return 0;
      }
    }
  }
  return LockSlow(rwlock, mode, How::kBlocking, site, block);
}

[[gnu::noinline]] int UnlockSlow(pthread_rwlock_t* rwlock, Site site) noexcept {
  ThreadRecord* record = Watched();
  if (record == nullptr) return libc.rwlock_unlock(rwlock);
  const int writer = __atomic_load_n(&rwlock->__data.__cur_writer, __ATOMIC_RELAXED);
  const unsigned readers = __atomic_load_n(&rwlock->__data.__readers, __ATOMIC_RELAXED) >> kReaderShift;
  // Which readers there are libc does not know.
  const bool ours = writer != 0 ? writer == static_cast<int>(record->os_id.load()) : readers != 0;
  return ReleaseSlow(*record, Identify(rwlock, *record, site), ours, [rwlock] { return libc.rwlock_unlock(rwlock); });
}

}  // namespace

SNARL_HOOK int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) {
  return Lock(rwlock, Mode::kShared, SNARL_CALLER(), [rwlock] { return libc.rwlock_rdlock(rwlock); });
}
SNARL_HOOK int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) {
  return Lock(rwlock, Mode::kExclusive, SNARL_CALLER(), [rwlock] { return libc.rwlock_wrlock(rwlock); });
}

SNARL_HOOK int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) {
  ThreadRecord* record = record::self;
  if (record != nullptr && record::IsTopOnce(*record, MarkedId(rwlock))) [[likely]] {
    const int result = libc.rwlock_unlock(rwlock);
    if (result == 0) [[likely]]
      record::PopTop(*record);
    return result;
  }
  return UnlockSlow(rwlock, SNARL_CALLER());
}

SNARL_HOOK int pthread_rwlock_tryrdlock(pthread_rwlock_t* rwlock) {
  return LockSlow(rwlock, Mode::kShared, How::kTry, SNARL_CALLER(), [=] { return libc.rwlock_tryrdlock(rwlock); });
}
SNARL_HOOK int pthread_rwlock_trywrlock(pthread_rwlock_t* rwlock) {
  return LockSlow(rwlock, Mode::kExclusive, How::kTry, SNARL_CALLER(), [=] { return libc.rwlock_trywrlock(rwlock); });
}
SNARL_HOOK int pthread_rwlock_timedrdlock(pthread_rwlock_t* rwlock, const timespec* until) {
  FindLibc();
  if (!IsLimit(CLOCK_REALTIME, until)) return libc.rwlock_timedrdlock(rwlock, until);
  return LockSlow(rwlock, Mode::kShared, How::kTimed, SNARL_CALLER(),
                  [=] { return libc.rwlock_timedrdlock(rwlock, until); });
}
SNARL_HOOK int pthread_rwlock_timedwrlock(pthread_rwlock_t* rwlock, const timespec* until) {
  FindLibc();
  if (!IsLimit(CLOCK_REALTIME, until)) return libc.rwlock_timedwrlock(rwlock, until);
  return LockSlow(rwlock, Mode::kExclusive, How::kTimed, SNARL_CALLER(),
                  [=] { return libc.rwlock_timedwrlock(rwlock, until); });
}
SNARL_HOOK int pthread_rwlock_clockrdlock(pthread_rwlock_t* rwlock, clockid_t clock, const timespec* until) {
  FindLibc();
  if (!IsLimit(clock, until)) return libc.rwlock_clockrdlock(rwlock, clock, until);
  return LockSlow(rwlock, Mode::kShared, How::kTimed, SNARL_CALLER(),
                  [=] { return libc.rwlock_clockrdlock(rwlock, clock, until); });
}
SNARL_HOOK int pthread_rwlock_clockwrlock(pthread_rwlock_t* rwlock, clockid_t clock, const timespec* until) {
  FindLibc();
  if (!IsLimit(clock, until)) return libc.rwlock_clockwrlock(rwlock, clock, until);
  return LockSlow(rwlock, Mode::kExclusive, How::kTimed, SNARL_CALLER(),
                  [=] { return libc.rwlock_clockwrlock(rwlock, clock, until); });
}

SNARL_HOOK int pthread_rwlock_init(pthread_rwlock_t* rwlock, const pthread_rwlockattr_t* attributes) {
  FindLibc();
  if (!report::Guest::inside()) Renew(rwlock);
  return libc.rwlock_init(rwlock, attributes);
}
SNARL_HOOK int pthread_rwlock_destroy(pthread_rwlock_t* rwlock) {
  ThreadRecord* record = Watched();
  if (record == nullptr) return libc.rwlock_destroy(rwlock);
  if (rwlock->__data.__cur_writer != 0 || rwlock->__data.__readers >> kReaderShift != 0) {
    DestroysHeldSlow(Identify(rwlock, *record, SNARL_CALLER()));
  }
  const int result = libc.rwlock_destroy(rwlock);
  if (result == 0) Renew(rwlock);
  return result;
}

}  // namespace snarl::preload
