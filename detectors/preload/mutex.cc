// SPDX-License-Identifier: Apache-2.0
//
// Mutexes. The fast path takes a normal or recursive mutex whose chain is known; everything else goes the slow way, which
// does the same for all of libc's mutexes.
#include <sys/single_threaded.h>

#include "preload/native_lock.h"
#include "preload/releasing.h"
#include "preload/taking.h"

namespace snarl::preload {

namespace {

int BareKind(const pthread_mutex_t* mutex) noexcept { return mutex->__data.__kind & ~kMutexNoElision; }

bool OwnedBy(const pthread_mutex_t* mutex, const ThreadRecord& record) noexcept {
  return static_cast<std::uint32_t>(__atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED)) ==
         record.os_id.load(std::memory_order_relaxed);
}

// A recursive mutex counts for itself: the second taking by its owner, and the releases but the last, are none of ours.
bool IsReentry(const pthread_mutex_t* mutex, const ThreadRecord& record) noexcept {
  return (mutex->__data.__kind & kMutexKindMask) == PTHREAD_MUTEX_RECURSIVE && OwnedBy(mutex, record);
}
bool IsReentered(const pthread_mutex_t* mutex) noexcept {
  return (mutex->__data.__kind & kMutexKindMask) == PTHREAD_MUTEX_RECURSIVE && mutex->__data.__count > 1;
}

// Not every kind takes a failed try for nothing: glibc leaves a robust mutex that nobody can have any more locked by it, and one
// with a priority ceiling answers the first call otherwise than the second.
bool MayBeTriedFirst(const pthread_mutex_t* mutex) noexcept {
  return (BareKind(mutex) & ~(kMutexKindMask | kMutexShared)) == 0;
}

bool IsFree(const pthread_mutex_t* mutex) noexcept {
  return __atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) == 0;
}

// Before its first thread a process locks for less than it tries, and what is free makes nobody wait. What is not free is not
// tried either: a try takes the cache line away from the holder, who needs it to let go.
int TakeIfFree(pthread_mutex_t* mutex) noexcept {
  if (!IsFree(mutex)) [[unlikely]]
    return EBUSY;
  return __libc_single_threaded != 0 ? libc.mutex_lock(mutex) : libc.mutex_trylock(mutex);
}

void Pause() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  asm volatile("" ::: "memory");
#endif
}

// Short sections end while a thread is still on its way to sleep, and a sleeper costs the holder a system call at each release.
// So stay away for a moment, without a look at the line that the holder works on; look; and once more, for longer (exponential
// backoff: T. Anderson, "The Performance of Spin Lock Alternatives", IEEE TPDS 1(1), 1990). About a microsecond in all.
int TryWithBackoff(pthread_mutex_t* mutex) noexcept {
  for (const int pauses : {32, 64}) {
    if (IsFree(mutex)) {
      if (const int result = libc.mutex_trylock(mutex); result != EBUSY) return result;
    }
    for (int i = 0; i < pauses; ++i) Pause();
  }
  return libc.mutex_trylock(mutex);
}

template <class Block>
[[gnu::noinline]] int LockSlow(pthread_mutex_t* mutex, How how, Site site, Block block) noexcept {
  ThreadRecord* record = Watched();
  if (record == nullptr || IsReentry(mutex, *record)) return block();
  // Libc refuses a second taking of an errorcheck mutex; any other one waits for itself.
  const bool hangs = (mutex->__data.__kind & kMutexKindMask) != PTHREAD_MUTEX_ERRORCHECK;
  const Request request{Identify(mutex, *record, site), Mode::kExclusive, how, site, hangs};
  const bool tried = how == How::kTry || MayBeTriedFirst(mutex);
  return TakeSlow(
      *record, request,
      [=] {
        if (!tried) return EBUSY;
        return how == How::kTry ? libc.mutex_trylock(mutex) : TryWithBackoff(mutex);
      },
      block);
}

[[gnu::noinline]] int UnlockSlow(pthread_mutex_t* mutex, Site site) noexcept {
  ThreadRecord* record = Watched();
  if (record == nullptr || IsReentered(mutex)) return libc.mutex_unlock(mutex);
  const bool locked = __atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) != 0;
  return ReleaseSlow(*record, Identify(mutex, *record, site), locked && OwnedBy(mutex, *record),
                     [mutex] { return libc.mutex_unlock(mutex); });
}

}  // namespace

// ---- the hot path ----

SNARL_HOOK int pthread_mutex_lock(pthread_mutex_t* mutex) {
  ThreadRecord* record = record::self;
  const std::uint64_t id = MarkedId(mutex);
  if (record != nullptr && id != 0) [[likely]] {
    const int kind = BareKind(mutex);
    if (kind == PTHREAD_MUTEX_RECURSIVE && OwnedBy(mutex, *record)) [[unlikely]]
      return libc.mutex_lock(mutex);
    std::uint64_t key = 0;
    const record::KnownPlace* chain = FindChain(*record, id, Mode::kExclusive, How::kBlocking, SNARL_CALLER(), key);
    if (chain != nullptr && (kind == PTHREAD_MUTEX_NORMAL || kind == PTHREAD_MUTEX_ADAPTIVE_NP ||
                             kind == PTHREAD_MUTEX_RECURSIVE)) [[likely]] {
      const graph::StackId stack = chain->stack();
      if (TakeIfFree(mutex) == 0) [[likely]] {
        record::Push(*record, id, Mode::kExclusive, stack, key);
        if (record->attempts_open) [[unlikely]]
          record::AttemptSucceeded(*record, id);
        return 0;
      }
    }
  }
  return LockSlow(mutex, How::kBlocking, SNARL_CALLER(), [mutex] { return libc.mutex_lock(mutex); });
}

SNARL_HOOK int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  ThreadRecord* record = record::self;
  if (record != nullptr && IsTop(*record, MarkedId(mutex))) [[likely]] {
    const bool last = !IsReentered(mutex);
    const int result = libc.mutex_unlock(mutex);
    if (result == 0 && last) [[likely]]
      record::PopTop(*record);
    return result;
  }
  return UnlockSlow(mutex, SNARL_CALLER());
}

// ---- the rest ----

SNARL_HOOK int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  return LockSlow(mutex, How::kTry, SNARL_CALLER(), [mutex] { return libc.mutex_trylock(mutex); });
}
SNARL_HOOK int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* until) {
  return LockSlow(mutex, How::kTimed, SNARL_CALLER(), [=] { return libc.mutex_timedlock(mutex, until); });
}
SNARL_HOOK int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  FindLibc();
  if (!IsClock(clock)) return libc.mutex_clocklock(mutex, clock, until);
  return LockSlow(mutex, How::kTimed, SNARL_CALLER(), [=] { return libc.mutex_clocklock(mutex, clock, until); });
}

SNARL_HOOK int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) {
  FindLibc();
  if (!report::Guest::inside()) Renew(mutex);
  return libc.mutex_init(mutex, attributes);
}

SNARL_HOOK int pthread_mutex_destroy(pthread_mutex_t* mutex) {
  ThreadRecord* record = Watched();
  if (record == nullptr) return libc.mutex_destroy(mutex);
  if (__atomic_load_n(&mutex->__data.__lock, __ATOMIC_RELAXED) != 0)
    DestroysHeldSlow(Identify(mutex, *record, SNARL_CALLER()));
  const int result = libc.mutex_destroy(mutex);
  if (result == 0) Renew(mutex);
  return result;
}

// C11. Libc's own functions go straight to the pthread ones inside, which nobody can stand in front of; so these do it here.
namespace {

pthread_mutex_t* Inside(mtx_t* mutex) noexcept { return reinterpret_cast<pthread_mutex_t*>(mutex); }

int ToC11(int result) noexcept {
  switch (result) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

}  // namespace

SNARL_HOOK int mtx_init(mtx_t* mutex, int type) {
  FindLibc();
  if (!report::Guest::inside()) Renew(Inside(mutex));
  return libc.mtx_init(mutex, type);
}
SNARL_HOOK void mtx_destroy(mtx_t* mutex) { pthread_mutex_destroy(Inside(mutex)); }
SNARL_HOOK int mtx_lock(mtx_t* mutex) {
  return ToC11(LockSlow(Inside(mutex), How::kBlocking, SNARL_CALLER(), [=] { return libc.mutex_lock(Inside(mutex)); }));
}
SNARL_HOOK int mtx_trylock(mtx_t* mutex) {
  return ToC11(LockSlow(Inside(mutex), How::kTry, SNARL_CALLER(), [=] { return libc.mutex_trylock(Inside(mutex)); }));
}
SNARL_HOOK int mtx_timedlock(mtx_t* mutex, const timespec* until) {
  return ToC11(
      LockSlow(Inside(mutex), How::kTimed, SNARL_CALLER(), [=] { return libc.mutex_timedlock(Inside(mutex), until); }));
}
SNARL_HOOK int mtx_unlock(mtx_t* mutex) { return ToC11(pthread_mutex_unlock(Inside(mutex))); }

}  // namespace snarl::preload
