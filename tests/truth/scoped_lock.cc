// SPDX-License-Identifier: Apache-2.0
//
// std::scoped_lock of two mutexes, named in opposite orders: it waits for one at most, with empty hands.
//
// VERDICT clean
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() { const std::scoped_lock hold(a, b); }

void BThenA() { const std::scoped_lock hold(b, a); }

}  // namespace

int main() {
  InTurn(AThenB, BThenA);
  return 0;
}
