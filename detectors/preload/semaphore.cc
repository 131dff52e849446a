// SPDX-License-Identifier: Apache-2.0
//
// Semaphores and barriers: no locks, but they order threads.
#include "preload/address_table.h"
#include "preload/hand_over.h"
#include "preload/hook.h"
#include "preload/sleep.h"
#include "snarl/record/notification.h"
#include "snarl/record/semaphore_use.h"

namespace snarl::preload {

namespace {

using record::How;

bool IsTaken(sem_t* semaphore) noexcept {
  int value = 0;
  return sem_getvalue(semaphore, &value) == 0 && value == 0;
}

// Not noexcept: a cancelled wait unwinds through here.
template <class Native>
int Wait(sem_t* semaphore, How how, Native native) {
  record::ThreadRecord* record = Watched();
  int result = 0;
  if (record != nullptr && how != How::kTry && IsTaken(semaphore)) {
    const Sleep sleep(record, record::LockKind::kSemaphore, semaphore, how == How::kTimed);
    result = native();
  } else {
    result = native();
  }
  if (result != 0 || record == nullptr) return result;
  record::NoteTaken(*record, semaphore);
  if (Follows(*record)) WaitEnded(*record, semaphore);
  return result;
}

}  // namespace

SNARL_HOOK int sem_init(sem_t* semaphore, int shared, unsigned value) {
  FindLibc();
  if (!report::Guest::inside()) {
    ForgetAddress(semaphore);
    SemaphoreMade(semaphore, shared == 0 ? value : 1);
    record::SemaphoreMade(semaphore, shared == 0 ? value : 0);
  }
  return libc.sem_init(semaphore, shared, value);
}
SNARL_HOOK int sem_destroy(sem_t* semaphore) {
  FindLibc();
  if (!report::Guest::inside()) {
    ForgetAddress(semaphore);
    SemaphoreMade(semaphore, 1);
    record::SemaphoreMade(semaphore, 0);
  }
  return libc.sem_destroy(semaphore);
}
SNARL_HOOK int sem_post(sem_t* semaphore) {
  record::ThreadRecord* record = record::self;  // a signal handler may post: nothing is made for it
  FindLibc();
  if (record != nullptr && !report::Guest::inside()) {
    record::NotePosted(*record, semaphore);
    if (Follows(*record)) Posted(*record, semaphore);
    if (IsTaken(semaphore)) NoteWake(*record, record::LockKind::kSemaphore, semaphore, SNARL_CALLER(), /*all=*/false);
  }
  return libc.sem_post(semaphore);
}
SNARL_HOOK int sem_wait(sem_t* semaphore) {
  return Wait(semaphore, How::kBlocking, [=] { return libc.sem_wait(semaphore); });
}
SNARL_HOOK int sem_trywait(sem_t* semaphore) {
  return Wait(semaphore, How::kTry, [=] { return libc.sem_trywait(semaphore); });
}
SNARL_HOOK int sem_timedwait(sem_t* semaphore, const timespec* until) {
  return Wait(semaphore, How::kTimed, [=] { return libc.sem_timedwait(semaphore, until); });
}
SNARL_HOOK int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  return Wait(semaphore, How::kTimed, [=] { return libc.sem_clockwait(semaphore, clock, until); });
}

SNARL_HOOK int pthread_barrier_init(pthread_barrier_t* barrier, const pthread_barrierattr_t* attributes,
                                    unsigned count) {
  FindLibc();
  if (!report::Guest::inside()) {
    ForgetAddress(barrier);
    BarrierMade(barrier, count);
  }
  return libc.barrier_init(barrier, attributes, count);
}
SNARL_HOOK int pthread_barrier_destroy(pthread_barrier_t* barrier) {
  FindLibc();
  if (!report::Guest::inside()) {
    ForgetAddress(barrier);
    BarrierGone(barrier);
  }
  return libc.barrier_destroy(barrier);
}
SNARL_HOOK int pthread_barrier_wait(pthread_barrier_t* barrier) {
  record::ThreadRecord* record = Watched();
  if (record == nullptr || record->segment == graph::SegmentId::kNone) return libc.barrier_wait(barrier);
  // Every arrival is counted, also of threads that are no longer followed: rounds are told by it.
  unsigned parties = 0;
  const std::uint64_t round = Arrived(*record, barrier, parties);
  int result = 0;
  {
    const Sleep sleep(record, record::LockKind::kBarrier, barrier, /*timed=*/false);
    record::NoteArrival(*record, sleep.id(), parties);
    result = libc.barrier_wait(barrier);
  }
  if (Follows(*record)) Left(*record, barrier, round);
  return result;
}

}  // namespace snarl::preload
