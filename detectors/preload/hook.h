// SPDX-License-Identifier: Apache-2.0
//
// What every hook begins with. A hook is a function of libc's name that the program reaches instead: it tells the recorder
// and does what was asked for, with libc's own result and errno.
#pragma once

#include "preload/libc.h"
#include "snarl/record/hooks.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/guest.h"

#define SNARL_HOOK extern "C" __attribute__((visibility("default")))

// The place that called the hook, and the hook's frame, behind which are its callers'.
#define SNARL_CALLER() (::snarl::record::Site{__builtin_return_address(0), __builtin_frame_address(0)})

namespace snarl::preload {

// As far out as anybody wants to look on the calling thread's stack. Set where a thread starts; without memory allocation,
// unlike pthread_getattr_np().
std::uintptr_t OwnStackHigh() noexcept;

// A thread that is met for the first time, and was not seen to start.
record::ThreadRecord* RegisterSlow() noexcept;

// For the slow path of a hook: the calling thread's record, made at need; null where the call is the watchdog's own, or the
// thread goes unwatched.
inline record::ThreadRecord* Watched() noexcept {
  FindLibc();
  if (report::Guest::inside()) return nullptr;
  return record::self != nullptr ? record::self : RegisterSlow();
}

}  // namespace snarl::preload
