// SPDX-License-Identifier: Apache-2.0
#include "preload/cxx_runtime.h"

#include <dlfcn.h>
#include <linux/futex.h>
#include <sys/syscall.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <ctime>
#include <new>

#include "preload/futex.h"
#include "snarl/report/guest.h"

namespace snarl::preload {

namespace {

long Wait(const void* word, int operation, unsigned value, const timespec* until) noexcept {
  return NativeSyscall(SYS_futex, reinterpret_cast<long>(word), operation, static_cast<long>(value),
                       reinterpret_cast<long>(until), 0, FUTEX_BITSET_MATCH_ANY);
}
void WakeAll(const void* word) noexcept {
  NativeSyscall(SYS_futex, reinterpret_cast<long>(word), FUTEX_WAKE, INT_MAX, 0, 0, 0);
}

int* Word(std::uint64_t* guard) noexcept { return reinterpret_cast<int*>(guard); }

bool WaitUntil(int clock, const unsigned* futex, unsigned value, bool timed, std::chrono::seconds s,
               std::chrono::nanoseconds ns) noexcept {
  if (!timed) {
    Wait(futex, FUTEX_WAIT, value, nullptr);
    return true;
  }
  const timespec until{s.count(), ns.count()};
  return until.tv_sec >= 0 && (Wait(futex, FUTEX_WAIT_BITSET | clock, value, &until) == 0 || errno != ETIMEDOUT);
}

int OwnGuardAcquire(std::uint64_t* guard) {
  int* const word = Word(guard);
  for (;;) {
    int seen = 0;
    if (__atomic_compare_exchange_n(word, &seen, kGuardPending, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return 1;
    if ((seen & kGuardDone) != 0) return 0;
    if ((seen & kGuardWaiting) == 0) {
      const int waits = seen | kGuardWaiting;
      if (!__atomic_compare_exchange_n(word, &seen, waits, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) continue;
      seen = waits;
    }
    Wait(word, FUTEX_WAIT, static_cast<unsigned>(seen), nullptr);
  }
}

void OwnGuardRelease(std::uint64_t* guard) {
  const int before = __atomic_exchange_n(Word(guard), kGuardDone, __ATOMIC_ACQ_REL);
  if ((before & kGuardWaiting) != 0) WakeAll(guard);
}

void OwnGuardAbort(std::uint64_t* guard) {
  const int before = __atomic_exchange_n(Word(guard), 0, __ATOMIC_ACQ_REL);
  if ((before & kGuardWaiting) != 0) WakeAll(guard);
}

bool OwnFutureWait(void* /*self*/, unsigned* futex, unsigned value, bool timed, std::chrono::seconds s,
                   std::chrono::nanoseconds ns) {
  return WaitUntil(FUTEX_CLOCK_REALTIME, futex, value, timed, s, ns);
}
bool OwnFutureWaitSteady(void* /*self*/, unsigned* futex, unsigned value, bool timed, std::chrono::seconds s,
                         std::chrono::nanoseconds ns) {
  return WaitUntil(0, futex, value, timed, s, ns);
}
void OwnFutureNotify(unsigned* futex) { WakeAll(futex); }

constexpr CxxRuntime kOwn = {OwnGuardAcquire, OwnGuardRelease,     OwnGuardAbort,
                             OwnFutureWait,   OwnFutureWaitSteady, OwnFutureNotify};

template <class Function>
Function Behind(const char* name) noexcept {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

CxxRuntime Find() noexcept {
  CxxRuntime found = kOwn;
  if (const auto acquire = Behind<decltype(found.guard_acquire)>("__cxa_guard_acquire")) {
    found.guard_acquire = acquire;
    found.guard_release = Behind<decltype(found.guard_release)>("__cxa_guard_release");
    found.guard_abort = Behind<decltype(found.guard_abort)>("__cxa_guard_abort");
  }
  const auto wait = Behind<CxxRuntime::FutureWait>(SNARL_FUTURE_WAIT);
  const auto steady = Behind<CxxRuntime::FutureWait>(SNARL_FUTURE_WAIT_STEADY);
  const auto notify = Behind<decltype(found.future_notify)>(SNARL_FUTURE_NOTIFY);
  if (wait != nullptr && notify != nullptr) {
    found.future_wait = wait;
    found.future_notify = notify;
    if (steady != nullptr) found.future_wait_steady = steady;
  }
  dlerror();
  return found;
}

}  // namespace

// No lock is held while looking: the dynamic linker has its own, and runs constructors under it, which come here too.
const CxxRuntime& Cxx() noexcept {
  static constinit std::atomic<const CxxRuntime*> known = nullptr;
  const CxxRuntime* runtime = known.load(std::memory_order_acquire);
  if (runtime != nullptr) return *runtime;
  const CxxRuntime found = Find();
  const report::Guest guest;
  const auto* made = new (std::nothrow) CxxRuntime(found);
  if (made == nullptr) made = &kOwn;
  return known.compare_exchange_strong(runtime, made, std::memory_order_acq_rel) ? *made : *runtime;
}

}  // namespace snarl::preload

// The guards of our own static variables: by the linker's --wrap they come here, and never to our hooks.
extern "C" {
int __wrap___cxa_guard_acquire(std::uint64_t* guard) { return snarl::preload::OwnGuardAcquire(guard); }
void __wrap___cxa_guard_release(std::uint64_t* guard) { snarl::preload::OwnGuardRelease(guard); }
void __wrap___cxa_guard_abort(std::uint64_t* guard) { snarl::preload::OwnGuardAbort(guard); }
}
