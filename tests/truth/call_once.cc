// SPDX-License-Identifier: Apache-2.0
//
// The twin of once_under_lock.c, with std::call_once: everybody has empty hands there, and the locks inside are taken
// in the usual order.
//
// VERDICT clean
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex a;
std::mutex b;
std::once_flag once;

void Initialise() {
  const std::lock_guard first(a);
  const std::lock_guard second(b);
}

void OnceThenB() {
  std::call_once(once, Initialise);
  const std::lock_guard hold(b);
}

void OnceThenBoth() {
  std::call_once(once, Initialise);
  const std::lock_guard first(a);
  const std::lock_guard second(b);
}

}  // namespace

int main() {
  InTurn(OnceThenB, OnceThenBoth);
  return 0;
}
