// SPDX-License-Identifier: Apache-2.0
//
// The twin of static_within_itself.cc: making the variable fails, is tried again by the same thread, and works.
//
// VERDICT clean
#include <mutex>
#include <stdexcept>

#include "in_turn.h"

namespace {

std::mutex mu;
int tries = 0;

int Make() {
  const std::lock_guard hold(mu);
  if (++tries == 1) throw std::runtime_error("not yet");
  return 7;
}

int Number() {
  static const int number = Make();
  return number;
}

void AskTwice() {
  try {
    Number();
    _exit(70);
  } catch (const std::runtime_error&) {
  }
  const std::lock_guard hold(mu);
}

}  // namespace

int main() {
  InTurn(
      AskTwice, [] { Number(); }, [] { Number(); });
  return tries == 2 ? 0 : 70;
}
