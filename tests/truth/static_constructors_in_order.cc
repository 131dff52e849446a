// SPDX-License-Identifier: Apache-2.0
//
// The twin of static_constructors.cc: two constructors of static objects, one after the other on the first thread,
// which locks in opposite orders, alone.
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
  const std::lock_guard second(a);
}

struct Early {
  Early() { AThenB(); }
};
struct Later {
  Later() { BThenA(); }
};
const Early early;
const Later later;

}  // namespace

int main() {
  InTurn(AThenB);
  return 0;
}
