// SPDX-License-Identifier: Apache-2.0
//
// A function's static variable is made under a guard that everybody else waits for. Who makes it takes the mutex, and
// who holds the mutex asks for the variable.
//
// VERDICT lock-order-inversion
// LIMIT clean -- a variable that has been made is passed by a load, and no call tells of it
#include <mutex>

#include "in_turn.h"

namespace {

std::mutex mu;

int Make() {
  const std::lock_guard hold(mu);  // <- lock-order-inversion
  return 7;
}

int Number() {
  static const int number = Make();
  return number;
}

void Ask() {
  if (Number() != 7) _exit(70);
}

void AskUnderLock() {
  const std::lock_guard hold(mu);
  if (Number() != 7) _exit(70);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(Ask, AskUnderLock);
  return 0;
}
