// SPDX-License-Identifier: Apache-2.0
//
// The twin of future_ordered.cc: the first half makes the std::future ready before it takes its locks.
//
// VERDICT lock-order-inversion
#include <future>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::promise<int> first_is_there;
int second = 0;
Cue done{};

void AThenB() {
  AwaitAsleep(&second);
  first_is_there.set_value(1);
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);  // <- lock-order-inversion
  }
  Give(&done);
}

[[gnu::noinline]] void TakeA() {
  const std::lock_guard hold_a(a);  // <- lock-order-inversion
}

void BThenA() {
  SayWhere(&second);
  if (first_is_there.get_future().get() != 1) _exit(70);
  Await(&done);
  const std::lock_guard hold_b(b);
  TakeA();
}

}  // namespace

int main() {
  std::thread first(AThenB);
  BThenA();
  first.join();
  return 0;
}
