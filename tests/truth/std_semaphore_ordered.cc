// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits for a std::binary_semaphore that the first half releases.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a futex tells who wakes and who waits, and nothing tells a semaphore that orders them from a lock that does not
#include <mutex>
#include <semaphore>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::binary_semaphore first_is_done(0);
int second = 0;

void AThenB() {
  AwaitAsleep(&second);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.release();
}

void BThenA() {
  SayWhere(&second);
  first_is_done.acquire();
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
