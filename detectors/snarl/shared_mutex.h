// SPDX-License-Identifier: Apache-2.0
//
// snarl::shared_mutex: std::shared_mutex, watched. std::shared_lock and std::unique_lock take it; snarl::lock_guard and
// snarl::shared_lock_guard carry the annotations for clang's -Wthread-safety.
//
//   snarl::shared_mutex table{"routing table"};
//   std::shared_lock read(table);
//
// A thread that asks for the lock exclusively while it holds it shared waits for itself: `self-deadlock`, said at once.
// Thread safety and cost: as snarl::mutex.
#pragma once

#include <shared_mutex>

#include "snarl/mutex.h"

namespace snarl {

class SNARL_CAPABILITY("shared_mutex") shared_mutex
    : public internal::WatchedMutex<std::shared_mutex, record::LockKind::kSharedMutex> {
 public:
  using WatchedMutex::WatchedMutex;

  [[gnu::always_inline]] void lock_shared() SNARL_ACQUIRE_SHARED() {
    if (record::kTryFirst && native_.try_lock_shared()) {
      record::Acquired(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
      return;
    }
    record::WillBlock(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
    native_.lock_shared();
    record::Granted(tag_, record::Mode::kShared, record::How::kBlocking, SNARL_HERE());
  }
  [[gnu::always_inline]] bool try_lock_shared() SNARL_TRY_ACQUIRE_SHARED(true) {
    if (native_.try_lock_shared()) {
      record::Acquired(tag_, record::Mode::kShared, record::How::kTry, SNARL_HERE());
      return true;
    }
    record::TryFailed(tag_, record::Mode::kShared, SNARL_HERE());
    return false;
  }
  [[gnu::always_inline]] void unlock_shared() SNARL_RELEASE_SHARED() {
    record::Released(tag_, record::Mode::kShared, SNARL_HERE());
    native_.unlock_shared();
  }
};

// std::shared_lock for one scope, with annotations.
template <class Mutex>
class SNARL_SCOPED_CAPABILITY [[nodiscard]] shared_lock_guard {
 public:
  [[gnu::always_inline]] explicit shared_lock_guard(Mutex& m) SNARL_ACQUIRE_SHARED(m) : mutex_(m) {
    mutex_.lock_shared();
  }
  [[gnu::always_inline]] ~shared_lock_guard() SNARL_RELEASE() { mutex_.unlock_shared(); }
  shared_lock_guard(const shared_lock_guard&) = delete;
  shared_lock_guard& operator=(const shared_lock_guard&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace snarl
