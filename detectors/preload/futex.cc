// SPDX-License-Identifier: Apache-2.0
//
// Waits that sit on the kernel's futex. In libstdc++ std::latch, std::barrier, std::counting_semaphore and std::atomic::wait()
// are inline code of the program that, to sleep and to wake, goes through libc's syscall(); so do many locks that programs make
// themselves. Every other system call passes, with one comparison and a jump.
//
// A wait here makes no order: who returns from it may have been woken by chance, and asks the atomic.
#include "preload/futex.h"

#include <linux/futex.h>
#include <sys/syscall.h>

#include <cerrno>

#include "preload/hook.h"
#include "preload/sleep.h"

namespace snarl::preload {

using record::Site;

namespace {

// Before libc is found. Looking it up takes the dynamic linker's locks, which a signal handler must not.
long EarlySyscall(long number, long a, long b, long c, long d, long e, long f) noexcept {
#ifdef __x86_64__
  long result = number;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  if (result >= 0 || result < -4095) return result;
  errno = static_cast<int>(-result);
  return -1;
#else
  FindLibc();
  return libc.syscall(number, a, b, c, d, e, f);
#endif
}

}  // namespace

long NativeSyscall(long number, long a, long b, long c, long d, long e, long f) noexcept {
  const auto native = __atomic_load_n(&libc.syscall, __ATOMIC_RELAXED);
  return native != nullptr ? native(number, a, b, c, d, e, f) : EarlySyscall(number, a, b, c, d, e, f);
}

namespace {

// Not noexcept: a thread that is cancelled at any moment unwinds through here.
[[gnu::noinline]] long Futex(long address, long operation, long value, long until, long other, long mask, Site site) {
  const auto* futex = reinterpret_cast<const void*>(address);
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: {
      const Sleep sleep(Watched(), record::LockKind::kFutex, futex, /*timed=*/until != 0);
      return NativeSyscall(SYS_futex, address, operation, value, until, other, mask);
    }
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      // Nothing is made for a signal handler that wakes.
      if (record::self != nullptr && !report::Guest::inside()) {
        NoteWake(*record::self, record::LockKind::kFutex, futex, site);
      }
      break;
    default:
      break;
  }
  return NativeSyscall(SYS_futex, address, operation, value, until, other, mask);
}

}  // namespace

// Our own calls, Abseil's inside us among them, come here by the linker's --wrap: its spin lock sleeps at moments when nothing
// of ours may be called.
extern "C" long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f) {
  return NativeSyscall(number, a, b, c, d, e, f);
}

// Declared as if it took six arguments always: those that were not passed are whatever lies there, as in libc's own.
SNARL_HOOK long Syscall(long number, long a, long b, long c, long d, long e, long f) __asm__("syscall");
SNARL_HOOK long Syscall(long number, long a, long b, long c, long d, long e, long f) {
  if (number == SYS_futex) [[unlikely]]
    return Futex(a, b, c, d, e, f, SNARL_CALLER());
  const auto native = __atomic_load_n(&libc.syscall, __ATOMIC_RELAXED);
  if (native == nullptr) [[unlikely]]
    return EarlySyscall(number, a, b, c, d, e, f);
  return native(number, a, b, c, d, e, f);
}

}  // namespace snarl::preload
