// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but the second half waits for a std::future, which the first half makes ready.
//
// VERDICT clean
#include <future>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::promise<int> first_is_done;
int second = 0;

void AThenB() {
  AwaitAsleep(&second);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.set_value(1);
}

void BThenA() {
  SayWhere(&second);
  if (first_is_done.get_future().get() != 1) _exit(70);
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
