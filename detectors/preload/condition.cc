// SPDX-License-Identifier: Apache-2.0
//
// Condition variables. A wait is a release, a sleep, and a taking anew under whatever else is held; libc does the release and
// the taking inside, where no hook sees them. (Not so: a wait that is cancelled never comes back here. Its cleanup handlers
// release a mutex that libc says is theirs, and the thread's next wait or its end closes this one.)
#include "preload/address_table.h"
#include "preload/native_lock.h"
#include "preload/taking.h"
#include "snarl/record/engine.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/notification.h"

namespace snarl::preload {

namespace {

// Not noexcept: a cancelled wait unwinds through here.
template <class Native>
int Wait(pthread_cond_t* condition, pthread_mutex_t* mutex, bool timed, Site site, Native native) {
  ThreadRecord* record = Watched();
  if (record == nullptr) return native();
  const graph::LockId lock = Identify(mutex, *record, site);
  const graph::LockId waits_for = IdOfAddress(record::LockKind::kConditionVariable, condition, *record, site);
  if (lock == graph::LockId::kNone || waits_for == graph::LockId::kNone) return native();
  if (const int place = record::FindHeld(*record, static_cast<std::uint64_t>(lock)); place >= 0) {
    record::PopAt(*record, place);
  }
  const Request retake{lock, Mode::kExclusive, How::kBlocking, site, true};
  record->wait_stack = LearnSlow(*record, retake, /*granted=*/false, record->wait_key);
  record::BeginNotificationWait(*record, waits_for, lock, Mode::kExclusive, timed);
  const int result = native();
  record::EndNotificationWait(*record, waits_for, lock, Mode::kExclusive);
  // Not ours before, so not ours now; or its owner ended, and nobody can have it any more.
  if (result == EPERM || result == ENOTRECOVERABLE) {
    record::PopAt(*record, record::FindHeld(*record, static_cast<std::uint64_t>(lock)));
  }
  return result;
}

template <class Native>
int Notify(pthread_cond_t* condition, bool all, Site site, Native native) noexcept {
  if (ThreadRecord* record = Watched()) {
    const graph::LockId id = IdOfAddress(record::LockKind::kConditionVariable, condition, *record, site);
    if (id != graph::LockId::kNone) record::NoteNotification(*record, id, PlaceOf(*record, site), all);
  }
  return native();
}

}  // namespace

SNARL_HOOK int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  return Wait(condition, mutex, false, SNARL_CALLER(), [=] { return libc.cond_wait(condition, mutex); });
}
SNARL_HOOK int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  return Wait(condition, mutex, true, SNARL_CALLER(), [=] { return libc.cond_timedwait(condition, mutex, until); });
}
SNARL_HOOK int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                      const timespec* until) {
  return Wait(condition, mutex, true, SNARL_CALLER(),
              [=] { return libc.cond_clockwait(condition, mutex, clock, until); });
}
SNARL_HOOK int pthread_cond_signal(pthread_cond_t* condition) {
  return Notify(condition, false, SNARL_CALLER(), [=] { return libc.cond_signal(condition); });
}
SNARL_HOOK int pthread_cond_broadcast(pthread_cond_t* condition) {
  return Notify(condition, true, SNARL_CALLER(), [=] { return libc.cond_broadcast(condition); });
}
SNARL_HOOK int pthread_cond_init(pthread_cond_t* condition, const pthread_condattr_t* attributes) {
  FindLibc();
  if (!report::Guest::inside()) ForgetAddress(condition);
  return libc.cond_init(condition, attributes);
}
SNARL_HOOK int pthread_cond_destroy(pthread_cond_t* condition) {
  FindLibc();
  if (!report::Guest::inside()) ForgetAddress(condition);
  return libc.cond_destroy(condition);
}

// C11: see mutex.cc.
namespace {
pthread_cond_t* Inside(cnd_t* condition) noexcept { return reinterpret_cast<pthread_cond_t*>(condition); }
pthread_mutex_t* Inside(mtx_t* mutex) noexcept { return reinterpret_cast<pthread_mutex_t*>(mutex); }
}  // namespace

SNARL_HOOK int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return Wait(Inside(condition), Inside(mutex), false, SNARL_CALLER(), [=] { return libc.cnd_wait(condition, mutex); });
}
SNARL_HOOK int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  return Wait(Inside(condition), Inside(mutex), true, SNARL_CALLER(),
              [=] { return libc.cnd_timedwait(condition, mutex, until); });
}
SNARL_HOOK int cnd_signal(cnd_t* condition) {
  return Notify(Inside(condition), false, SNARL_CALLER(), [=] { return libc.cnd_signal(condition); });
}
SNARL_HOOK int cnd_broadcast(cnd_t* condition) {
  return Notify(Inside(condition), true, SNARL_CALLER(), [=] { return libc.cnd_broadcast(condition); });
}

}  // namespace snarl::preload
