// SPDX-License-Identifier: Apache-2.0
//
// snarl::Mutex, MutexLock, ReaderMutexLock, WriterMutexLock, CondVar: the absl::Mutex family, watched. A drop-in: change the
// namespace and nothing else. Both spellings are there whatever the age of your Abseil: Lock() and lock(), MutexLock by
// pointer and by reference.
//
//   snarl::Mutex accounts{"accounts"};
//   snarl::MutexLock hold(&accounts);
//   accounts.Await(absl::Condition(&ready));
//
// This is the only header of Snarl that includes Abseil; it uses yours (link absl::synchronization).
// Thread safety: as absl::Mutex. Cost over absl::Mutex: docs/cost.md; 24 bytes.
// Differences: the name; absl's own deadlock detection still runs beside the watchdog if your build has it switched on
// (absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore) leaves the word to Snarl).
#pragma once

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "snarl/record/hooks.h"
#include "snarl/thread_annotations.h"

namespace snarl {

class SNARL_CAPABILITY("mutex") Mutex {
 public:
  constexpr Mutex() noexcept : native_(absl::kConstInit), tag_(record::LockKind::kAbslMutex) {}
  constexpr explicit Mutex(absl::ConstInitType) noexcept : Mutex() {}
  constexpr explicit Mutex(const char* name) noexcept
      : native_(absl::kConstInit), tag_(record::LockKind::kAbslMutex, name) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;
  ~Mutex() { record::Destroyed(tag_); }

  [[gnu::always_inline]] void Lock() SNARL_ACQUIRE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (record::kTryFirst && native_.TryLock()) {
      record::Acquired(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
      return;
    }
    record::WillBlock(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
    native_.Lock();
    record::Granted(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
  }
  [[gnu::always_inline]] bool TryLock() SNARL_TRY_ACQUIRE(true) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (native_.TryLock()) {
      record::Acquired(tag_, record::Mode::kExclusive, record::How::kTry, SNARL_HERE());
      return true;
    }
    record::TryFailed(tag_, record::Mode::kExclusive, SNARL_HERE());
    return false;
  }
  [[gnu::always_inline]] void Unlock() SNARL_RELEASE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    record::Released(tag_, record::Mode::kExclusive, SNARL_HERE());
    native_.Unlock();
  }
  [[gnu::always_inline]] void ReaderLock() SNARL_ACQUIRE_SHARED() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (record::kTryFirst && native_.ReaderTryLock()) {
      record::Acquired(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
      return;
    }
    record::WillBlock(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
    native_.ReaderLock();
    record::Granted(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
  }
  [[gnu::always_inline]] bool ReaderTryLock() SNARL_TRY_ACQUIRE_SHARED(true) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (native_.ReaderTryLock()) {
      record::Acquired(tag_, record::Mode::kShared, record::How::kTry, SNARL_HERE());
      return true;
    }
    record::TryFailed(tag_, record::Mode::kShared, SNARL_HERE());
    return false;
  }
  [[gnu::always_inline]] void ReaderUnlock() SNARL_RELEASE_SHARED() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    record::Released(tag_, record::Mode::kShared, SNARL_HERE());
    native_.ReaderUnlock();
  }

  // absl's other names for the same.
  [[gnu::always_inline]] void WriterLock() SNARL_ACQUIRE() { Lock(); }
  [[gnu::always_inline]] bool WriterTryLock() SNARL_TRY_ACQUIRE(true) { return TryLock(); }
  [[gnu::always_inline]] void WriterUnlock() SNARL_RELEASE() { Unlock(); }
  [[gnu::always_inline]] void lock() SNARL_ACQUIRE() { Lock(); }
  [[gnu::always_inline]] bool try_lock() SNARL_TRY_ACQUIRE(true) { return TryLock(); }
  [[gnu::always_inline]] void unlock() SNARL_RELEASE() { Unlock(); }
  [[gnu::always_inline]] void lock_shared() SNARL_ACQUIRE_SHARED() { ReaderLock(); }
  [[gnu::always_inline]] bool try_lock_shared() SNARL_TRY_ACQUIRE_SHARED(true) { return ReaderTryLock(); }
  [[gnu::always_inline]] void unlock_shared() SNARL_RELEASE_SHARED() { ReaderUnlock(); }

  void AssertHeld() const SNARL_ASSERT_CAPABILITY(this) { native_.AssertHeld(); }
  void AssertReaderHeld() const SNARL_ASSERT_SHARED_CAPABILITY(this) { native_.AssertReaderHeld(); }
  void AssertNotHeld() const SNARL_EXCLUDES(this) { native_.AssertNotHeld(); }
  void EnableDebugLog(const char* name) { native_.EnableDebugLog(name); }

  // Waits on a condition of the data under the lock. REQUIRES (Await…): held, exclusively or shared.
  [[gnu::always_inline]] void Await(const absl::Condition& condition) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (condition.Eval()) return;
    const Sleeping sleeping(*this, HeldMode(), false, SNARL_HERE());
    native_.Await(condition);
  }
  [[gnu::always_inline]] bool AwaitWithTimeout(const absl::Condition& condition,
                                               absl::Duration timeout) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (condition.Eval()) return true;
    const Sleeping sleeping(*this, HeldMode(), true, SNARL_HERE());
    return native_.AwaitWithTimeout(condition, timeout);
  }
  [[gnu::always_inline]] bool AwaitWithDeadline(const absl::Condition& condition,
                                                absl::Time deadline) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    if (condition.Eval()) return true;
    const Sleeping sleeping(*this, HeldMode(), true, SNARL_HERE());
    return native_.AwaitWithDeadline(condition, deadline);
  }
  [[gnu::always_inline]] void LockWhen(const absl::Condition& condition)
      SNARL_ACQUIRE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    Lock();
    Await(condition);
  }
  [[gnu::always_inline]] bool LockWhenWithTimeout(const absl::Condition& condition, absl::Duration timeout)
      SNARL_ACQUIRE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    return LockWhenWithDeadline(condition, absl::Now() + timeout);
  }
  [[gnu::always_inline]] bool LockWhenWithDeadline(const absl::Condition& condition, absl::Time deadline)
      SNARL_ACQUIRE() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    Lock();
    return AwaitWithDeadline(condition, deadline);
  }
  [[gnu::always_inline]] void WriterLockWhen(const absl::Condition& condition) SNARL_ACQUIRE() { LockWhen(condition); }
  [[gnu::always_inline]] void ReaderLockWhen(const absl::Condition& condition)
      SNARL_ACQUIRE_SHARED() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    ReaderLock();
    Await(condition);
  }

  // The absl::Mutex inside, and what the recorder knows it by. Locking the native mutex directly goes unwatched.
  absl::Mutex& native() SNARL_RETURN_CAPABILITY(this) { return native_; }
  record::LockTag& tag() noexcept { return tag_; }

 private:
  class Sleeping {
   public:
    [[gnu::always_inline]] Sleeping(Mutex& mutex, record::Mode mode, bool timed, record::Site site)
        : mutex_(mutex), mode_(mode), site_(site) {
      record::WillWait(nullptr, mutex_.tag_, mode_, timed, /*rechecked=*/true, site_);
    }
    [[gnu::always_inline]] ~Sleeping() { record::Woke(nullptr, mutex_.tag_, mode_, site_); }
    Sleeping(const Sleeping&) = delete;
    Sleeping& operator=(const Sleeping&) = delete;

   private:
    Mutex& mutex_;
    record::Mode mode_;
    record::Site site_;
  };
  record::Mode HeldMode() const noexcept {
    return record::HoldsShared(tag_) ? record::Mode::kShared : record::Mode::kExclusive;
  }

  absl::Mutex native_;
  record::LockTag tag_;
};

class SNARL_SCOPED_CAPABILITY [[nodiscard]] MutexLock {
 public:
  [[gnu::always_inline]] explicit MutexLock(Mutex* mu) SNARL_ACQUIRE(mu) : mu_(*mu) { mu_.Lock(); }
  [[gnu::always_inline]] explicit MutexLock(Mutex& mu) SNARL_ACQUIRE(mu) : mu_(mu) { mu_.Lock(); }
  [[gnu::always_inline]] MutexLock(Mutex* mu, const absl::Condition& condition) SNARL_ACQUIRE(mu) : mu_(*mu) {
    mu_.LockWhen(condition);
  }
  [[gnu::always_inline]] MutexLock(Mutex& mu, const absl::Condition& condition) SNARL_ACQUIRE(mu) : mu_(mu) {
    mu_.LockWhen(condition);
  }
  [[gnu::always_inline]] ~MutexLock() SNARL_RELEASE() { mu_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mu_;
};
using WriterMutexLock = MutexLock;

class SNARL_SCOPED_CAPABILITY [[nodiscard]] ReaderMutexLock {
 public:
  [[gnu::always_inline]] explicit ReaderMutexLock(Mutex* mu) SNARL_ACQUIRE_SHARED(mu) : mu_(*mu) { mu_.ReaderLock(); }
  [[gnu::always_inline]] explicit ReaderMutexLock(Mutex& mu) SNARL_ACQUIRE_SHARED(mu) : mu_(mu) { mu_.ReaderLock(); }
  [[gnu::always_inline]] ~ReaderMutexLock() SNARL_RELEASE() { mu_.ReaderUnlock(); }
  ReaderMutexLock(const ReaderMutexLock&) = delete;
  ReaderMutexLock& operator=(const ReaderMutexLock&) = delete;

 private:
  Mutex& mu_;
};

// absl::CondVar, watched; for exclusive holds, as absl documents it for shared ones too.
class CondVar {
 public:
  CondVar() noexcept : tag_(record::LockKind::kConditionVariable) {}
  explicit CondVar(const char* name) noexcept : tag_(record::LockKind::kConditionVariable, name) {}
  CondVar(const CondVar&) = delete;
  CondVar& operator=(const CondVar&) = delete;
  ~CondVar() { record::Destroyed(tag_); }

  [[gnu::always_inline]] void Wait(Mutex* mu) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    Sleep(*mu, false, SNARL_HERE(), [&] { native_.Wait(&mu->native()); });
  }
  [[gnu::always_inline]] bool WaitWithTimeout(Mutex* mu, absl::Duration timeout) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    bool expired = false;
    Sleep(*mu, true, SNARL_HERE(), [&] { expired = native_.WaitWithTimeout(&mu->native(), timeout); });
    return expired;
  }
  [[gnu::always_inline]] bool WaitWithDeadline(Mutex* mu, absl::Time deadline) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    bool expired = false;
    Sleep(*mu, true, SNARL_HERE(), [&] { expired = native_.WaitWithDeadline(&mu->native(), deadline); });
    return expired;
  }
  [[gnu::always_inline]] void Signal() {
    record::Notified(tag_, /*all=*/false, SNARL_HERE());
    native_.Signal();
  }
  [[gnu::always_inline]] void SignalAll() {
    record::Notified(tag_, /*all=*/true, SNARL_HERE());
    native_.SignalAll();
  }

 private:
  template <class Wait>
  [[gnu::always_inline]] void Sleep(Mutex& mu, bool timed, record::Site site, Wait wait) {
    const record::Mode mode = record::HoldsShared(mu.tag()) ? record::Mode::kShared : record::Mode::kExclusive;
    record::WillWait(&tag_, mu.tag(), mode, timed, /*rechecked=*/false, site);
    wait();
    record::Woke(&tag_, mu.tag(), mode, site);
  }

  absl::CondVar native_;
  record::LockTag tag_;
};

}  // namespace snarl
