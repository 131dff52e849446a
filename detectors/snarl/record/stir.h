// SPDX-License-Identifier: Apache-2.0
//
// Whether anything began or ended since the watching thread last asked. It looks at all threads only after something did, so
// that a thousand idle ones cost nothing.
//
// Thread safety: Stir() from any thread, in signal handlers too. Cost: one load of a line that is shared and hardly ever
// written; a store where it is the first since the last look.
#pragma once

#include <atomic>
#include <utility>

namespace snarl::record {

struct alignas(64) Stirred {
  std::atomic<bool> waits{true};     // a wait began or ended, or a thread
  std::atomic<bool> attempts{true};  // an attempt failed
  std::atomic<bool> polls{true};     // a thread yielded, or its try of a lock was refused
};
extern constinit Stirred stirred __attribute__((visibility("hidden")));

// After the change itself.
inline void Stir(std::atomic<bool>& what) noexcept {
  if (!what.load(std::memory_order_relaxed)) what.store(true, std::memory_order_release);
}

// The other end, for one reader. Who changes something may still see the flag of the change before, while the reader takes
// that one back and does not see the change yet: so a stir counts for two looks, and the second sees what the first could not.
class StirReader {
 public:
  explicit StirReader(std::atomic<bool>& what) noexcept : what_(what) {}
  [[nodiscard]] bool Stirred() noexcept {
    const bool now = what_.exchange(false, std::memory_order_acquire);
    return std::exchange(before_, now) || now;
  }

 private:
  std::atomic<bool>& what_;
  bool before_ = true;
};

}  // namespace snarl::record
