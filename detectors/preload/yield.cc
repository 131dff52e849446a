// SPDX-License-Identifier: Apache-2.0
//
// A thread that gives its processor away, again and again, polls for something: how often and from where is kept for the watching
// thread. Two relaxed stores to the thread's own record.
#include <sched.h>

#include "preload/hook.h"

namespace snarl::preload {

namespace {

int Yield(const void* caller) noexcept {
  FindLibc();
  if (record::ThreadRecord* record = record::self; record != nullptr && !report::Guest::inside()) {
    record->yields.store(record->yields.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    record->yielded_at.store(caller, std::memory_order_relaxed);
  }
  return libc.yield();
}

}  // namespace

SNARL_HOOK int sched_yield() noexcept { return Yield(__builtin_return_address(0)); }
// C11: libc's own goes straight to what is behind sched_yield().
SNARL_HOOK void thrd_yield() { Yield(__builtin_return_address(0)); }

}  // namespace snarl::preload
