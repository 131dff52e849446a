// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders, but whoever goes backwards has std::try_to_lock for its second lock.
//
// VERDICT clean
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);
}

void BThenA() {
  const std::lock_guard first(b);
  const std::unique_lock second(a, std::try_to_lock);
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
