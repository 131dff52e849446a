// SPDX-License-Identifier: Apache-2.0
//
// Futures of libstdc++. One that is ready is passed by a load, which no call tells of; whoever has to wait for it calls these,
// and comes after the thread that makes it ready: that happens once, and nobody else can do it.
#include "preload/address_table.h"
#include "preload/cxx_runtime.h"
#include "preload/hook.h"
#include "preload/once_order.h"
#include "preload/sleep.h"

namespace snarl::preload {

namespace {

template <class Native>
bool Wait(const unsigned* futex, bool timed, Native native) {
  record::ThreadRecord* record = Watched();
  if (record == nullptr) return native();
  Awaited(futex);
  bool woken = false;
  {
    const Sleep sleep(record, record::LockKind::kFuture, futex, timed);
    woken = native();
  }
  // The next one at this address is another.
  if (WaitLeft(*record, futex, woken)) ForgetAddress(futex);
  return woken;
}

}  // namespace

using Self = void*;
using Seconds = std::chrono::seconds;
using Nanoseconds = std::chrono::nanoseconds;

SNARL_HOOK bool FutureWait(Self self, unsigned* futex, unsigned value, bool timed, Seconds s,
                           Nanoseconds ns) __asm__(SNARL_FUTURE_WAIT);
SNARL_HOOK bool FutureWait(Self self, unsigned* futex, unsigned value, bool timed, Seconds s, Nanoseconds ns) {
  return Wait(futex, timed, [=] { return Cxx().future_wait(self, futex, value, timed, s, ns); });
}

SNARL_HOOK bool FutureWaitSteady(Self self, unsigned* futex, unsigned value, bool timed, Seconds s,
                                 Nanoseconds ns) __asm__(SNARL_FUTURE_WAIT_STEADY);
SNARL_HOOK bool FutureWaitSteady(Self self, unsigned* futex, unsigned value, bool timed, Seconds s, Nanoseconds ns) {
  return Wait(futex, timed, [=] { return Cxx().future_wait_steady(self, futex, value, timed, s, ns); });
}

SNARL_HOOK void FutureNotify(unsigned* futex) __asm__(SNARL_FUTURE_NOTIFY);
SNARL_HOOK void FutureNotify(unsigned* futex) {
  record::ThreadRecord* record = record::self;
  FindLibc();
  if (record != nullptr && !report::Guest::inside()) Ready(*record, futex);
  Cxx().future_notify(futex);
}

}  // namespace snarl::preload
