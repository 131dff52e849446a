// SPDX-License-Identifier: Apache-2.0
//
// What is done once, as a lock: held by the thread that does it, and requested by all who come while it is not done. So a
// function that waits for itself, or for a lock whose holder waits for the function, is a deadlock like any other.
//
// Called by the record's own thread, around the native call: Begin(), then either Granted(), and Ended() when it is done or
// given up, or Refused(), where another thread has done it.
#pragma once

#include "preload/taking.h"

namespace snarl::preload {

class Initialising {
 public:
  Initialising(ThreadRecord& record, record::LockKind kind, const void* what, Site site) noexcept
      : record_(record), what_(what), site_(site), kind_(kind) {}

  // `untouched`: nobody has begun with it, so what was known at its address was another one.
  void Begin(bool untouched) noexcept;
  void Granted() noexcept;
  void Refused() noexcept;
  void Ended() noexcept;

  // It was done when this thread came, which might as well have had to wait for it.
  void Passed() noexcept;

  [[nodiscard]] ThreadRecord& record() const noexcept { return record_; }
  [[nodiscard]] const void* what() const noexcept { return what_; }

 private:
  [[nodiscard]] Request Wanted() const noexcept { return {id_, Mode::kExclusive, How::kBlocking, site_, true}; }

  ThreadRecord& record_;
  const void* what_;
  graph::LockId id_ = graph::LockId::kNone;
  Site site_;
  record::LockKind kind_;
};

// The thread is at the end of it: lets go of the lock that it holds for `what`.
void EndInitialising(ThreadRecord& record, const void* what) noexcept;

}  // namespace snarl::preload
