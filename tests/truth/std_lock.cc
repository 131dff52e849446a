// SPDX-License-Identifier: Apache-2.0
//
// std::lock and deferred std::unique_lock, in opposite orders.
//
// VERDICT clean
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  std::unique_lock first(a, std::defer_lock);
  std::unique_lock second(b, std::defer_lock);
  std::lock(first, second);
}

void BThenA() {
  std::unique_lock first(b, std::defer_lock);
  std::unique_lock second(a, std::defer_lock);
  std::lock(first, second);
}

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
