// SPDX-License-Identifier: Apache-2.0
//
// The rhythm in which two players act on each other: nobody takes the next step before both have taken the last one. It
// turns the bad luck that a livelock needs, again and again the same moment, into something that happens every time.
//
// Relaxed, like a Cue: it orders the players in time and not in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "demos/stage/stage.h"

namespace stage {

class Rhythm {
 public:
  // The dance ends when the watchdog has reported a finding of the kind `until`, for both players at the same step.
  explicit Rhythm(std::string_view until) : until_(until) {}

  // Takes one step and waits until the other player has taken as many; false where the dance is over.
  // REQUIRES: `player` is 0 or 1, each on its own thread; whoever leaves, leaves at the same step as the other.
  [[nodiscard]] bool Beat(std::size_t player) {
    const int mine = std::abs(steps_[player].load(std::memory_order_relaxed)) + 1;
    // Player 0 decides, and says so in the same word as the step: with two relaxed words one could come without the other.
    const bool over = player == 0 && Reported(until_);
    steps_[player].store(over ? -mine : mine, std::memory_order_relaxed);
    int other = 0;
    while (std::abs(other = steps_[1 - player].load(std::memory_order_relaxed)) < mine) std::this_thread::yield();
    return !over && other > 0;
  }

 private:
  std::string_view until_;
  std::array<std::atomic<int>, 2> steps_{};
};

}  // namespace stage
