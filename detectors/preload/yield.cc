// SPDX-License-Identifier: Apache-2.0
//
// A thread that gives its processor away, again and again, polls for something: that is noted for the watching thread.
#include <sched.h>

#include "preload/hook.h"
#include "snarl/record/polling.h"

namespace snarl::preload {

namespace {

int Yield() noexcept {
  FindLibc();
  if (record::ThreadRecord* record = record::self; record != nullptr && !report::Guest::inside()) {
    record::NoteYield(*record);
  }
  return libc.yield();
}

}  // namespace

SNARL_HOOK int sched_yield() noexcept { return Yield(); }
// C11: libc's own goes straight to what is behind sched_yield().
SNARL_HOOK void thrd_yield() { Yield(); }

}  // namespace snarl::preload
