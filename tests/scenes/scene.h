// SPDX-License-Identifier: Apache-2.0
//
// A scene: a few lines of a program with watched locks, played in a process of its own, so that the test can ask for the
// status and the whole report. Every scene that is flagged has a twin beside it that must stay silent.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string_view>
#include <thread>
#include <vector>

namespace scenes {

struct Scene {
  std::string_view name;
  int (*play)();
};
[[nodiscard]] const std::vector<Scene>& OrderScenes();
[[nodiscard]] const std::vector<Scene>& HangScenes();
[[nodiscard]] const std::vector<Scene>& MisuseScenes();
[[nodiscard]] const std::vector<Scene>& ProbeScenes();
[[nodiscard]] const std::vector<Scene>& ProcessScenes();
[[nodiscard]] const std::vector<Scene>& LimitScenes();

// "Now", in time but not in memory. Await() ends the process with 70 after twenty seconds.
class Cue {
 public:
  void Give() { given_.store(true, std::memory_order_relaxed); }
  void Await() const {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!given_.load(std::memory_order_relaxed)) {
      if (std::chrono::steady_clock::now() > give_up) std::_Exit(70);
      std::this_thread::yield();
    }
  }

 private:
  std::atomic<bool> given_{false};
};

// Each part on a thread of its own, all alive at once, one after the other in time.
void InTurn(const std::vector<std::function<void()>>& parts);

// Ends the process as the watchdog would, once `kind` has been reported; 70 where it is not within twenty seconds.
[[noreturn]] void EndWhenReported(std::string_view kind);

}  // namespace scenes
