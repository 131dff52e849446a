// SPDX-License-Identifier: Apache-2.0
//
// The twin of std_timed_mutex.cc: nobody sets a limit for the second lock.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::timed_mutex a;
std::timed_mutex b;

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
