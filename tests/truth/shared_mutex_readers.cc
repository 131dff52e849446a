// SPDX-License-Identifier: Apache-2.0
//
// Opposite orders of two std::shared_mutex, but both are readers of both. That of libstdc++ lets readers in where a
// writer queues.
//
// VERDICT clean
#include <mutex>
#include <shared_mutex>

#include "in_turn.h"

namespace {

std::shared_mutex a;
std::shared_mutex b;

void AThenB() {
  const std::shared_lock first(a);
  const std::shared_lock second(b);
}

void BThenA() {
  const std::shared_lock first(b);
  const std::shared_lock second(a);
}

void WriteA() { const std::unique_lock hold(a); }

void WriteB() { const std::unique_lock hold(b); }

}  // namespace

int main() {
  InTurn(WriteA, WriteB, AThenB, BThenA);
  return 0;
}
