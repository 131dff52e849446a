// SPDX-License-Identifier: Apache-2.0
//
// std::recursive_mutex, taken again inside of another lock: it is held already.
//
// VERDICT clean
#include <mutex>

#include "in_turn.h"

namespace {

std::recursive_mutex a;
std::mutex b;

void AThenBThenAAgain() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);
  const std::lock_guard again(a);
}

void AAgainThenB() {
  const std::lock_guard first(a);
  const std::lock_guard again(a);
  const std::lock_guard second(b);
}

}  // namespace

int main() {
  InTurn(AThenBThenAAgain, AAgainThenB);
  return 0;
}
