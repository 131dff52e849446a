// SPDX-License-Identifier: Apache-2.0
//
// Two std::mutex and std::lock_guard, in opposite orders.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);  // <- lock-order-inversion
}

void BThenA() {
  const std::lock_guard first(b);
  const std::lock_guard second(a);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
