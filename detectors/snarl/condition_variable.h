// SPDX-License-Identifier: Apache-2.0
//
// snarl::condition_variable: std::condition_variable, watched, for std::unique_lock<snarl::mutex>. Same members, same
// meaning. The watchdog keeps who notified it last, when, and how many were waiting; with that a wait that never ends is
// named: `lost-wakeup` where its only notification came before it, `stall` where nothing more is known.
//
//   snarl::condition_variable bell{"bell"};
//   std::unique_lock hold(door);
//   bell.wait(hold, [&] { return rung; });
//
// Thread safety: as std::condition_variable. Cost: a coarse clock read per notification; a wait sleeps anyway.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "snarl/mutex.h"

namespace snarl {

class condition_variable {
 public:
  condition_variable() noexcept : tag_(record::LockKind::kConditionVariable) {}
  explicit condition_variable(const char* name) noexcept : tag_(record::LockKind::kConditionVariable, name) {}
  condition_variable(const condition_variable&) = delete;
  condition_variable& operator=(const condition_variable&) = delete;
  ~condition_variable() { record::Destroyed(tag_); }

  [[gnu::always_inline]] void notify_one() noexcept {
    record::Notified(tag_, /*all=*/false, SNARL_HERE());
    native_.notify_one();
  }
  [[gnu::always_inline]] void notify_all() noexcept {
    record::Notified(tag_, /*all=*/true, SNARL_HERE());
    native_.notify_all();
  }

  // REQUIRES (all waits): `lock` owns its mutex.
  [[gnu::always_inline]] void wait(std::unique_lock<mutex>& lock) {
    Sleep(lock, false, false, SNARL_HERE(), [&](auto& native) { native_.wait(native); });
  }
  template <class Predicate>
  [[gnu::always_inline]] void wait(std::unique_lock<mutex>& lock, Predicate done) {
    while (!done()) Sleep(lock, false, true, SNARL_HERE(), [&](auto& native) { native_.wait(native); });
  }
  template <class Clock, class Duration>
  [[gnu::always_inline]] std::cv_status wait_until(std::unique_lock<mutex>& lock,
                                                   const std::chrono::time_point<Clock, Duration>& time) {
    std::cv_status status = std::cv_status::no_timeout;
    Sleep(lock, true, false, SNARL_HERE(), [&](auto& native) { status = native_.wait_until(native, time); });
    return status;
  }
  template <class Clock, class Duration, class Predicate>
  [[gnu::always_inline]] bool wait_until(std::unique_lock<mutex>& lock,
                                         const std::chrono::time_point<Clock, Duration>& time, Predicate done) {
    while (!done()) {
      if (wait_until(lock, time) == std::cv_status::timeout) return done();
    }
    return true;
  }
  template <class Rep, class Period>
  [[gnu::always_inline]] std::cv_status wait_for(std::unique_lock<mutex>& lock,
                                                 const std::chrono::duration<Rep, Period>& timeout) {
    return wait_until(lock, std::chrono::steady_clock::now() + timeout);
  }
  template <class Rep, class Period, class Predicate>
  [[gnu::always_inline]] bool wait_for(std::unique_lock<mutex>& lock, const std::chrono::duration<Rep, Period>& timeout,
                                       Predicate done) {
    return wait_until(lock, std::chrono::steady_clock::now() + timeout, std::move(done));
  }

  std::condition_variable& native() noexcept { return native_; }

 private:
  // The native condition variable works on the native mutex, which `lock` owns and goes on owning.
  template <class Wait>
  [[gnu::always_inline]] void Sleep(std::unique_lock<mutex>& lock, bool timed, bool rechecked, record::Site site,
                                    Wait wait) {
    record::LockTag& held = lock.mutex()->tag();
    std::unique_lock<std::mutex> native(lock.mutex()->native(), std::adopt_lock);
    record::WillWait(&tag_, held, record::Mode::kExclusive, timed, rechecked, site);
    wait(native);
    record::Woke(&tag_, held, record::Mode::kExclusive, site);
    native.release();
  }

  std::condition_variable native_;
  record::LockTag tag_;
};

}  // namespace snarl
