// SPDX-License-Identifier: Apache-2.0
//
// The interposing library with its hot path cut short, to see what each part of it costs: STEP says how far it goes.
//
//   1  native try-lock instead of lock, and unlock
//   2  and the thread's record, and the lock's mark
//   3  and the key of the chain, and its look-up
//   4  all of it, but that no order enters the graph
//
// What 1 to 3 leave out is pushing and popping, so nothing is ever in hand; the whole is the library itself. A chain that is new
// goes the whole way, since it must be known to be looked up.
#include <pthread.h>

#include "preload/native_lock.h"
#include "preload/releasing.h"
#include "preload/taking.h"

#if STEP < 1 || STEP > 4
#error "STEP is 1, 2, 3 or 4"
#endif

#if STEP == 4

#include "preload/mutex.cc"  // NOLINT(bugprone-suspicious-include)

// In the place of record::EnterOrder(), by the linker's --wrap.
extern "C" void __wrap__ZN5snarl6record10EnterOrderERNS0_12ThreadRecordENS_5graph6LockIdENS0_4ModeENS3_7StackIdEb() {}

#else

// The hooks as they are, under other names; what they include came before.
#define pthread_mutex_lock snarl_whole_lock
#define pthread_mutex_unlock snarl_whole_unlock
#include "preload/mutex.cc"  // NOLINT(bugprone-suspicious-include)
#undef pthread_mutex_lock
#undef pthread_mutex_unlock

namespace snarl::preload {

SNARL_HOOK int pthread_mutex_lock(pthread_mutex_t* mutex) {
#if STEP == 1
  FindLibc();
#else
  ThreadRecord* record = record::self;
  const std::uint64_t id = MarkedId(mutex);
  if (record == nullptr || id == 0) [[unlikely]]
    return snarl_whole_lock(mutex);
#endif
#if STEP == 3
  std::uint64_t key = 0;
  const record::KnownPlace* chain = FindChain(*record, id, Mode::kExclusive, How::kBlocking, SNARL_CALLER(), key);
  if (chain == nullptr) [[unlikely]]
    return LockSlow(mutex, How::kBlocking, SNARL_CALLER(), [mutex] { return libc.mutex_lock(mutex); });
  asm volatile("" : : "r"(key));
#endif
  if (libc.mutex_trylock(mutex) == 0) [[likely]]
    return 0;
  return libc.mutex_lock(mutex);
}

SNARL_HOOK int pthread_mutex_unlock(pthread_mutex_t* mutex) {
#if STEP != 1
  ThreadRecord* record = record::self;
  if (record == nullptr || MarkedId(mutex) == 0 || record->depth.load(std::memory_order_relaxed) != 0) [[unlikely]]
    return snarl_whole_unlock(mutex);
#endif
  return libc.mutex_unlock(mutex);
}

}  // namespace snarl::preload

#endif
