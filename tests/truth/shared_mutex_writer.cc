// SPDX-License-Identifier: Apache-2.0
//
// The twin of shared_mutex_readers.cc: each is a reader of its first lock and the writer of its second.
//
// VERDICT lock-order-inversion
#include <mutex>
#include <shared_mutex>

#include "in_turn.h"

namespace {

std::shared_mutex a;
std::shared_mutex b;

void AThenB() {
  const std::shared_lock first(a);
  const std::unique_lock second(b);  // <- lock-order-inversion
}

void BThenA() {
  const std::shared_lock first(b);
  const std::unique_lock second(a);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
