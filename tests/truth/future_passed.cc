// SPDX-License-Identifier: Apache-2.0
//
// As future_ordered.cc, but the std::future is ready by the time that the second half comes to it.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a future that is ready already is passed by a load, and no call tells of it
#include <future>
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;
std::promise<int> first_is_done;

void AThenB() {
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.set_value(1);
}

void BThenA() {
  if (first_is_done.get_future().get() != 1) _exit(70);
  const std::lock_guard hold_b(b);
  const std::lock_guard hold_a(a);
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
