// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits at a std::latch until the first is done.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a futex tells who wakes and who waits, and nothing tells a latch that orders them from a lock that does not
#include <latch>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::latch first_is_done(1);
int second = 0;

void AThenB() {
  AwaitAsleep(&second);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.count_down();
}

void BThenA() {
  SayWhere(&second);
  first_is_done.wait();
  const std::lock_guard hold_b(b);
  const std::lock_guard hold_a(a);
}

}  // namespace

int main() {
  std::thread first(AThenB);
  BThenA();
  first.join();
  return 0;
}
