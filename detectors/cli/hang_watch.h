// SPDX-License-Identifier: Apache-2.0
//
// Whether a program that is being played hangs, seen from outside and by whoever plays it: so a plain demo needs neither a
// watcher nor a time limit of its own to come to an end.
//
//   still     all its threads sleep and are hardly ever woken (a watcher's own thread is, now and then)
//   busy      it has said something once, and says nothing more
//
// Reads /proc and touches nobody. Thread safety: one thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace snarl::cli {

// A process and all that descend from it.
[[nodiscard]] std::vector<pid_t> WithChildren(pid_t pid);

class HangWatch {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kLook{20};  // how often to ask

  // `busy`: after how long without a word a program that runs goes round and round.
  HangWatch(pid_t pid, std::chrono::milliseconds busy) : pid_(pid), busy_(busy) {}

  // `said`: how many bytes it has written so far.
  [[nodiscard]] bool Hangs(std::size_t said);

 private:
  [[nodiscard]] bool StandsStill(Clock::time_point now);

  const pid_t pid_;
  const std::chrono::milliseconds busy_;
  std::size_t said_ = 0;
  Clock::time_point said_at_;
  std::set<pid_t> threads_;
  std::uint64_t switches_ = 0;
  Clock::time_point still_since_;
};

}  // namespace snarl::cli
