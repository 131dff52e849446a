// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of std::timed_mutex, but whoever goes backwards waits with a limit: for a duration, and until a
// time.
//
// VERDICT clean
#include <chrono>
#include <mutex>

#include "in_turn.h"

namespace {

std::timed_mutex a;
std::timed_mutex b;

void AThenB() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);
}

void BThenA() {
  const std::lock_guard first(b);
  if (a.try_lock_for(std::chrono::seconds(1))) a.unlock();
  if (a.try_lock_until(std::chrono::system_clock::now() + std::chrono::seconds(1))) a.unlock();
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
