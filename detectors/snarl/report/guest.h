// SPDX-License-Identifier: Apache-2.0
//
// A guest breaks no furniture. While a Guest lives, what its thread does is the watchdog's own business:
//   - errno is put back at the end;
//   - ThreadSanitizer ignores its accesses and its synchronisation, so the watchdog's locks neither hide a race of the
//     host (by ordering two of its threads) nor show one of ours as the host's;
//   - a cancellation that is pending waits until the end: our writes are no cancellation points of the host's;
//   - Guest::inside() is true, and every hook that finds it true returns at once (re-entry).
//
// Thread safety: one per thread at a time nests freely. Cost: two thread-local stores; six calls more under TSan.
#pragma once

#include "snarl/report/guest_thread.h"

namespace snarl::report {

class [[nodiscard]] Guest {
 public:
  Guest() noexcept;
  ~Guest();
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  // Whether the calling thread is inside the watchdog.
  [[nodiscard]] static bool inside() noexcept { return guest_depth != 0; }

  // Whether ThreadSanitizer's runtime is in the process, however this library was built.
  [[nodiscard]] static bool UnderTsanRuntime() noexcept;

  // The interposer may stand behind ThreadSanitizer's runtime, where a program carries it inside. A thread is then ours before the
  // runtime knows it, and the watching thread is never the runtime's; there Guests must hide nothing. Where the runtime stands
  // behind us, or is not there, marking a thread does nothing.
  static void TsanStandsInFront() noexcept;
  static void ThreadIsStrange(bool strange) noexcept;

  // Before _exit() by a guest: ThreadSanitizer complains of a process that ends while it hides something, and it is no longer needed.
  static void StopHiding() noexcept;

  // Tests of the watchdog's own locking want ThreadSanitizer to see it: after this, Guests hide nothing from it.
  static void LetTsanSeeUs() noexcept;

 private:
  int saved_errno_;
  int cancel_state_ = 0;  // of the outermost
};

}  // namespace snarl::report
