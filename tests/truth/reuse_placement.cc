// SPDX-License-Identifier: Apache-2.0
//
// Two mutexes end, and two new ones begin in the same static buffer, by placement new; the new ones are taken the
// other way round.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <mutex>
#include <new>

#include "in_turn.h"

namespace {

struct Pair {
  std::mutex a;
  std::mutex b;
};

alignas(Pair) unsigned char place[sizeof(Pair)];
Pair* pair = nullptr;

void AThenB() {
  const std::lock_guard first(pair->a);
  const std::lock_guard second(pair->b);
}

void MakeAnew() {
  pair->~Pair();
  pair = new (place) Pair;
}

void BThenA() {
  const std::lock_guard first(pair->b);
  const std::lock_guard second(pair->a);
}

}  // namespace

int main() {
  pair = new (place) Pair;
  InTurn(AThenB, MakeAnew, BThenA);
  return 0;
}
