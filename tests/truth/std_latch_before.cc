// SPDX-License-Identifier: Apache-2.0
//
// The twin of std_latch_ordered.cc: the first half opens the latch before it takes its locks.
//
// VERDICT lock-order-inversion
#include <latch>
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
std::latch first_is_there(1);
int second = 0;
Cue done{};

void AThenB() {
  AwaitAsleep(&second);
  first_is_there.count_down();
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
  first_is_there.wait();
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
