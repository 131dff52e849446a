// SPDX-License-Identifier: Apache-2.0
//
// A twin of scoped_lock.cc: a scoped_lock of two while a third mutex is held waits for them with that one in hand.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;
std::mutex c;

void AThenB() {
  const std::lock_guard first(c);
  const std::scoped_lock second(a, b);  // <- lock-order-inversion
}

void BThenA() {
  const std::scoped_lock first(b, a);
  const std::lock_guard second(c);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
