// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits at a std::barrier until the first is done.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a futex tells who wakes and who waits, and nothing tells a barrier that orders them from a lock that does not
#include <barrier>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::barrier half_time(2);
int second = 0;

void AThenB() {
  AwaitAsleep(&second);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  half_time.arrive_and_wait();
}

void BThenA() {
  SayWhere(&second);
  half_time.arrive_and_wait();
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
