// SPDX-License-Identifier: Apache-2.0
//
// snarl::mutex, snarl::recursive_mutex, snarl::timed_mutex: the standard mutexes, watched. Same members, same meaning,
// same exceptions; std::lock_guard, std::unique_lock and std::scoped_lock take them. A name is optional and worth it:
//
//   snarl::mutex accounts{"accounts"};
//   std::scoped_lock hold(accounts);            // or snarl::lock_guard, which clang's -Wthread-safety understands
//
// Thread safety: as the standard mutexes. Cost over the standard mutex: docs/cost.md; 24 bytes.
// The names must outlive the lock (string literals do). snarl::mutex and snarl::timed_mutex are constant-initialised.
#pragma once

#include <chrono>
#include <mutex>

#include "snarl/record/hooks.h"
#include "snarl/thread_annotations.h"

namespace snarl {

namespace internal {

// What every watched exclusive lock shares: `Native` does the locking, the tag tells the recorder.
template <class Native, record::LockKind kKind>
class SNARL_CAPABILITY("mutex") WatchedMutex {
 public:
  constexpr WatchedMutex() noexcept : tag_(kKind) {}
  constexpr explicit WatchedMutex(const char* name) noexcept : tag_(kKind, name) {}
  WatchedMutex(const WatchedMutex&) = delete;
  WatchedMutex& operator=(const WatchedMutex&) = delete;
  ~WatchedMutex() { record::Destroyed(tag_); }

  [[gnu::always_inline]] void lock() SNARL_ACQUIRE() {
    if (record::kTryFirst && native_.try_lock()) {
      record::Acquired(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
      return;
    }
    record::WillBlock(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
    native_.lock();
    record::Granted(tag_, record::Mode::kExclusive, record::How::kBlocking, SNARL_HERE());
  }
  [[gnu::always_inline]] bool try_lock() SNARL_TRY_ACQUIRE(true) {
    if (native_.try_lock()) {
      record::Acquired(tag_, record::Mode::kExclusive, record::How::kTry, SNARL_HERE());
      return true;
    }
    record::TryFailed(tag_, record::Mode::kExclusive, SNARL_HERE());
    return false;
  }
  [[gnu::always_inline]] void unlock() SNARL_RELEASE() {
    record::Released(tag_, record::Mode::kExclusive, SNARL_HERE());
    native_.unlock();
  }

  // The standard mutex inside, and what the recorder knows it by. Locking the native mutex directly goes unwatched.
  Native& native() noexcept { return native_; }
  record::LockTag& tag() noexcept { return tag_; }

 protected:
  Native native_;
  record::LockTag tag_;
};

}  // namespace internal

// std::mutex, watched. A relock by the holder is reported at once (`self-deadlock`), then really blocks.
class SNARL_CAPABILITY("mutex") mutex : public internal::WatchedMutex<std::mutex, record::LockKind::kMutex> {
 public:
  using WatchedMutex::WatchedMutex;
};

// std::recursive_mutex, watched. Only the outermost lock and unlock are acquisition and release.
class SNARL_CAPABILITY("mutex") recursive_mutex
    : public internal::WatchedMutex<std::recursive_mutex, record::LockKind::kRecursiveMutex> {
 public:
  using WatchedMutex::WatchedMutex;
};

// std::timed_mutex, watched. A wait with a limit closes no deadlock, so it makes no order edge into the lock.
class SNARL_CAPABILITY("mutex") timed_mutex
    : public internal::WatchedMutex<std::timed_mutex, record::LockKind::kTimedMutex> {
 public:
  using WatchedMutex::WatchedMutex;

  template <class Rep, class Period>
  [[gnu::always_inline]] bool try_lock_for(const std::chrono::duration<Rep, Period>& timeout) SNARL_TRY_ACQUIRE(true) {
    return TryUntil(
        [&] {
          if constexpr (SNARL_UNDER_TSAN != 0)
            return native_.try_lock_until(std::chrono::system_clock::now() + timeout);
          return native_.try_lock_for(timeout);
        },
        SNARL_HERE());
  }
  template <class Clock, class Duration>
  [[gnu::always_inline]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
      SNARL_TRY_ACQUIRE(true) {
    return TryUntil(
        [&] {
          if constexpr (SNARL_UNDER_TSAN != 0) {
            return native_.try_lock_until(std::chrono::system_clock::now() + (time - Clock::now()));
          }
          return native_.try_lock_until(time);
        },
        SNARL_HERE());
  }

 private:
  // ThreadSanitizer does not know pthread_mutex_clocklock, which the steady clock leads to (g++ 12, clang 14): it would
  // call the unlock a wrong one. It knows the wait on the system clock.
  template <class Wait>
  [[gnu::always_inline]] bool TryUntil(Wait wait, record::Site site) SNARL_NO_THREAD_SAFETY_ANALYSIS {
    record::WillBlock(tag_, record::Mode::kExclusive, record::How::kTimed, site);
    if (!wait()) {
      record::GaveUp(tag_, record::Mode::kExclusive, site);
      return false;
    }
    record::Granted(tag_, record::Mode::kExclusive, record::How::kTimed, site);
    return true;
  }
};

// std::lock_guard with the annotations that clang's -Wthread-safety needs, and by reference or by pointer.
template <class Mutex>
class SNARL_SCOPED_CAPABILITY [[nodiscard]] lock_guard {
 public:
  [[gnu::always_inline]] explicit lock_guard(Mutex& m) SNARL_ACQUIRE(m) : mutex_(m) { mutex_.lock(); }
  [[gnu::always_inline]] explicit lock_guard(Mutex* m) SNARL_ACQUIRE(m) : mutex_(*m) { mutex_.lock(); }
  [[gnu::always_inline]] ~lock_guard() SNARL_RELEASE() { mutex_.unlock(); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace snarl
