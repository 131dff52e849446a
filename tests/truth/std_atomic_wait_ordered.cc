// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits, by std::atomic::wait, until the first half has stored.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a futex tells who wakes and who waits, and nothing tells a flag that orders them from a lock that does not
#include <atomic>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::atomic<int> first_is_done = 0;
int second = 0;

void AThenB() {
  AwaitAsleep(&second);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.store(1);
  first_is_done.notify_one();
}

void BThenA() {
  SayWhere(&second);
  first_is_done.wait(0);
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
