// SPDX-License-Identifier: Apache-2.0
//
// The twin of reuse_heap.cc: much comes and goes on the heap, but these two mutexes stay, and are taken in opposite
// orders.
//
// VERDICT lock-order-inversion
#include <memory>
#include <mutex>

#include "in_turn.h"

namespace {

struct Pair {
  std::mutex a;
  std::mutex b;
  char rest[100];
};

std::unique_ptr<Pair> pair;

void AThenB() {
  const std::lock_guard first(pair->a);
  const std::lock_guard second(pair->b);  // <- lock-order-inversion
}

void MakeOthers() {
  for (int i = 0; i < 100; ++i) {
    const auto other = std::make_unique<Pair>();
    const std::lock_guard first(other->a);
    const std::lock_guard second(other->b);
  }
}

void BThenA() {
  const std::lock_guard first(pair->b);
  const std::lock_guard second(pair->a);  // <- lock-order-inversion
}

}  // namespace

int main() {
  pair = std::make_unique<Pair>();
  InTurn(AThenB, MakeOthers, BThenA);
  return 0;
}
