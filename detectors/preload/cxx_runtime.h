// SPDX-License-Identifier: Apache-2.0
//
// What libstdc++ does behind static variables and futures: the functions that our hooks stand in front of, as libc.h has them for
// libc. Where none are behind us they are our own: a C program may load a C++ library at run time, whose calls then come to our
// hooks all the same. Ours are laid out as libstdc++'s on Linux, so that both may work on the same variable.
//
// Thread safety: any thread.
#pragma once

#include <chrono>
#include <cstdint>

// std::__atomic_futex_unsigned_base::_M_futex_wait_until(), _M_futex_wait_until_steady() and _M_futex_notify_all(), by which
// libstdc++'s futures wait since GCC 5.
#define SNARL_FUTURE_DURATIONS "NSt6chrono8durationIlSt5ratioILl1ELl1EEEENS2_IlS3_ILl1ELl1000000000EEEE"
#define SNARL_FUTURE_WAIT "_ZNSt28__atomic_futex_unsigned_base19_M_futex_wait_untilEPjjb" SNARL_FUTURE_DURATIONS
#define SNARL_FUTURE_WAIT_STEADY \
  "_ZNSt28__atomic_futex_unsigned_base26_M_futex_wait_until_steadyEPjjb" SNARL_FUTURE_DURATIONS
#define SNARL_FUTURE_NOTIFY "_ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj"

namespace snarl::preload {

// What bits of a guard's first word mean: initialised; somebody is at it; and somebody waits.
inline constexpr int kGuardDone = 1;
inline constexpr int kGuardPending = 1 << 8;
inline constexpr int kGuardWaiting = 1 << 16;

struct CxxRuntime {
  using FutureWait = bool (*)(void* self, unsigned* futex, unsigned value, bool timed, std::chrono::seconds s,
                              std::chrono::nanoseconds ns);
  int (*guard_acquire)(std::uint64_t*);
  void (*guard_release)(std::uint64_t*);
  void (*guard_abort)(std::uint64_t*);
  FutureWait future_wait;         // by the realtime clock
  FutureWait future_wait_steady;  // by the steady one
  void (*future_notify)(unsigned*);
};

// Looked for at the first need, and then for good: to look in vain takes memory of the host's.
const CxxRuntime& Cxx() noexcept;

}  // namespace snarl::preload
