// SPDX-License-Identifier: Apache-2.0
//
// A twin of scoped_lock.cc: two std::scoped_lock of one mutex each are no std::scoped_lock of two.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  const std::scoped_lock first(a);
  const std::scoped_lock second(b);  // <- lock-order-inversion
}

void BThenA() {
  const std::scoped_lock first(b);
  const std::scoped_lock second(a);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
