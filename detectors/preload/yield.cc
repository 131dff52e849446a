// SPDX-License-Identifier: Apache-2.0
//
// A thread that gives its processor away, again and again, polls for something: that is noted for the watching thread.
#include <sched.h>

#include <cstdint>
#include <ctime>

#include "preload/hook.h"
#include "snarl/record/polling.h"

namespace snarl::preload {

namespace {

std::int64_t PreciseNs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

int Yield() noexcept {
  FindLibc();
  record::ThreadRecord* record = record::self;
  if (record == nullptr || report::Guest::inside()) return libc.yield();
  record::BeginYield(*record, PreciseNs());
  const int result = libc.yield();
  record::EndYield(*record, PreciseNs());
  return result;
}

}  // namespace

SNARL_HOOK int sched_yield() noexcept { return Yield(); }
// C11: libc's own goes straight to what is behind sched_yield().
SNARL_HOOK void thrd_yield() { Yield(); }

}  // namespace snarl::preload
