// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "absl/synchronization/mutex.h"
#include "scenes/scene.h"
#include "snarl/watchdog.h"

namespace scenes {

void InTurn(const std::vector<std::function<void()>>& parts) {
  std::vector<Cue> turns(parts.size() + 1);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    threads.emplace_back([&, i] {
      turns[i].Await();
      parts[i]();
      turns[i + 1].Give();
    });
  }
  turns.front().Give();
  turns.back().Await();
  for (std::thread& thread : threads) thread.join();
}

void EndWhenReported(std::string_view kind) {
  const bool reported = snarl::WaitForFinding(kind, 1, 20'000);
  snarl::FlushAndExit(reported ? 0 : 70);
}

}  // namespace scenes

int main(int argc, char** argv) {
  // In a debug build Abseil's own detector would end the process before anything of ours is seen.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const std::string_view wanted = argc == 2 ? argv[1] : "";
  for (const auto* scenes : {&scenes::OrderScenes(), &scenes::HangScenes(), &scenes::MisuseScenes(),
                             &scenes::ProbeScenes(), &scenes::ProcessScenes(), &scenes::LimitScenes()}) {
    for (const scenes::Scene& scene : *scenes) {
      if (scene.name == wanted) return scene.play();
    }
  }
  std::fprintf(stderr, "no scene \"%s\"\n", argc > 1 ? argv[1] : "");
  return 2;
}
