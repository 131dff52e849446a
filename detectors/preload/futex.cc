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

long (*snarl_native_syscall)(long number, ...) = nullptr;

// Before libc is found. Looking it up takes the dynamic linker's locks, which a signal handler must not.
extern "C" __attribute__((visibility("hidden"))) long snarl_early_syscall(long number, long a, long b, long c, long d,
                                                                          long e, long f) {
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
  return snarl_native_syscall(number, a, b, c, d, e, f);
#endif
}

long NativeSyscall(long number, long a, long b, long c, long d, long e, long f) noexcept {
  const auto native = __atomic_load_n(&snarl_native_syscall, __ATOMIC_RELAXED);
  return native != nullptr ? native(number, a, b, c, d, e, f) : snarl_early_syscall(number, a, b, c, d, e, f);
}

// `called_from`: where the return address lies. Not noexcept: a thread that is cancelled at any moment unwinds through here.
extern "C" __attribute__((visibility("hidden"))) long snarl_futex(long number, long address, long operation, long value,
                                                                  long until, long other, long mask,
                                                                  const void* const* called_from) {
  const auto* futex = reinterpret_cast<const void*>(address);
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: {
      const Sleep sleep(Watched(), record::LockKind::kFutex, futex, /*timed=*/until != 0);
      return NativeSyscall(number, address, operation, value, until, other, mask);
    }
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      // Nothing is made for a signal handler that wakes.
      if (record::self != nullptr && !report::Guest::inside()) {
        NoteWake(*record::self, record::LockKind::kFutex, futex, Site{*called_from, called_from}, /*all=*/value != 1);
      }
      break;
    default:
      break;
  }
  return NativeSyscall(number, address, operation, value, until, other, mask);
}

// The hook takes six arguments always: those that were not passed are whatever lies there, as in libc's own. The last one
// lies on the stack, where a caller that passed fewer has variables of its own. A compiler takes the place for its to write, so
// there is assembly. Our own calls, Abseil's inside us among them, come to __wrap_syscall by the linker's --wrap: Abseil's spin
// lock sleeps at moments when nothing of ours may be called.
#ifdef __x86_64__
static_assert(SYS_futex == 202);
__asm__(R"(
        .text
        .globl  syscall
        .type   syscall, @function
        .p2align 4
syscall:
        .cfi_startproc
        cmpq    $202, %rdi
        je      1f
        movq    snarl_native_syscall(%rip), %rax
        testq   %rax, %rax
        je      snarl_early_syscall
        jmp     *%rax
1:      movq    %rsp, %rax
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        pushq   %rax
        .cfi_adjust_cfa_offset 8
        pushq   8(%rax)
        .cfi_adjust_cfa_offset 8
        call    snarl_futex
        addq    $24, %rsp
        .cfi_adjust_cfa_offset -24
        ret
        .cfi_endproc
        .size   syscall, . - syscall

        .globl  __wrap_syscall
        .hidden __wrap_syscall
        .type   __wrap_syscall, @function
        .p2align 4
__wrap_syscall:
        .cfi_startproc
        movq    snarl_native_syscall(%rip), %rax
        testq   %rax, %rax
        je      snarl_early_syscall
        jmp     *%rax
        .cfi_endproc
        .size   __wrap_syscall, . - __wrap_syscall
)");
#else
// Here all of them lie in registers.
extern "C" long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f) {
  return NativeSyscall(number, a, b, c, d, e, f);
}
SNARL_HOOK long Syscall(long number, long a, long b, long c, long d, long e, long f) __asm__("syscall");
SNARL_HOOK long Syscall(long number, long a, long b, long c, long d, long e, long f) {
  const void* const caller = __builtin_return_address(0);
  return number == SYS_futex ? snarl_futex(number, a, b, c, d, e, f, &caller) : NativeSyscall(number, a, b, c, d, e, f);
}
#endif

}  // namespace snarl::preload
