// SPDX-License-Identifier: Apache-2.0
//
// Two readers of one std::shared_mutex each, who want to write the other's, and hangs. `snarl run` ends it with 66;
// alone, an alarm ends it after 20 seconds.
//
// VERDICT deadlock
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "cue.h"

namespace {

std::shared_mutex a;
std::shared_mutex b;
Cue has_a{};
Cue has_b{};

void ReadThenWrite(std::shared_mutex& own, Cue* has_own, std::shared_mutex& other, Cue* has_other) {
  const std::shared_lock first(own);
  Give(has_own);
  Await(has_other);
  const std::unique_lock second(other);  // <- deadlock
}

}  // namespace

int main() {
  alarm(20);
  std::thread first([] { ReadThenWrite(a, &has_a, b, &has_b); });
  std::thread second([] { ReadThenWrite(b, &has_b, a, &has_a); });
  first.join();
  second.join();
  return 0;
}
