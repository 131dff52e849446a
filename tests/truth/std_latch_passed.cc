// SPDX-License-Identifier: Apache-2.0
//
// As std_latch_ordered.cc, but the latch is open by the time that the second half comes to it.
//
// VERDICT clean
// LIMIT lock-order-inversion -- a latch that is open already is passed by a load, and no call tells of it
#include <latch>
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;
std::latch first_is_done(1);

void AThenB() {
  {
    const std::lock_guard hold_a(a);
    const std::lock_guard hold_b(b);
  }
  first_is_done.count_down();
}

void BThenA() {
  first_is_done.wait();
  const std::lock_guard hold_b(b);
  const std::lock_guard hold_a(a);
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
