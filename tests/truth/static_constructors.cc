// SPDX-License-Identifier: Apache-2.0
//
// The inversion happens before main() begins, in threads that the constructor of a static object starts.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;

void AThenB() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);  // <- lock-order-inversion
}

void BThenA() {
  const std::lock_guard first(b);
  const std::lock_guard second(a);  // <- lock-order-inversion
}

struct Early {
  Early() { InTurn(AThenB, BThenA); }
};
const Early early;

}  // namespace

int main() { return 0; }
