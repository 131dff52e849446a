// SPDX-License-Identifier: Apache-2.0
//
// As cond_wait.c, with std::condition_variable: the wait takes inner again while outer is held.
//
// VERDICT lock-order-inversion
#include <condition_variable>
#include <mutex>
#include <thread>

#include "in_turn.h"

namespace {

std::mutex inner;
std::mutex outer;
std::condition_variable bell;
Cue waits{};
bool rung = false;

void InnerThenOuter() {
  const std::lock_guard first(inner);
  const std::lock_guard second(outer);  // <- lock-order-inversion
}

void WaitUnderOuter() {
  std::unique_lock hold(inner);
  const std::lock_guard second(outer);
  Give(&waits);
  bell.wait(hold, [] { return rung; });  // <- lock-order-inversion
}

void Ring() {
  Await(&waits);
  const std::lock_guard hold(inner);
  rung = true;
  bell.notify_one();
}

}  // namespace

int main() {
  std::thread ringer(Ring);
  InTurn(InnerThenOuter, WaitUnderOuter);
  ringer.join();
  return 0;
}
