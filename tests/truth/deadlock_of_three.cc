// SPDX-License-Identifier: Apache-2.0
//
// Three threads in a ring, each with a mutex that the one before it wants, and hangs. `snarl run` ends it with 66;
// alone, an alarm ends it after 20 seconds.
//
// VERDICT deadlock
#include <array>
#include <mutex>
#include <thread>
#include <vector>

#include "cue.h"

namespace {

std::array<std::mutex, 3> locks;
std::array<Cue, 3> has{};

void OneThenNext(std::size_t own) {
  const std::lock_guard first(locks[own]);
  Give(&has[own]);
  for (Cue& each : has) Await(&each);
  const std::lock_guard second(locks[(own + 1) % locks.size()]);  // <- deadlock
}

}  // namespace

int main() {
  alarm(20);
  std::vector<std::thread> threads;
  for (std::size_t own = 0; own < locks.size(); ++own) threads.emplace_back(OneThenNext, own);
  for (std::thread& thread : threads) thread.join();
  return 0;
}
