// SPDX-License-Identifier: Apache-2.0
//
// The twin of std_lock.cc: the deferred locks are locked one by one.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  std::unique_lock first(a, std::defer_lock);
  std::unique_lock second(b, std::defer_lock);
  first.lock();
  second.lock();  // <- lock-order-inversion
}

void BThenA() {
  std::unique_lock first(b, std::defer_lock);
  std::unique_lock second(a, std::defer_lock);
  first.lock();
  second.lock();  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
