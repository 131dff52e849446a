// SPDX-License-Identifier: Apache-2.0
//
// As cond_timedwait.c, with std::condition_variable::wait_for, which libstdc++ makes of pthread_cond_clockwait.
//
// VERDICT lock-order-inversion
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex inner;
std::mutex outer;
std::condition_variable never;

void InnerThenOuter() {
  const std::lock_guard first(inner);
  const std::lock_guard second(outer);  // <- lock-order-inversion
}

void WaitUnderOuter() {
  std::unique_lock hold(inner);
  const std::lock_guard second(outer);
  never.wait_for(hold, std::chrono::milliseconds(1));  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(InnerThenOuter, WaitUnderOuter);
  return 0;
}
