// SPDX-License-Identifier: Apache-2.0
//
// Five philosophers, five forks, each takes the left one and then the right one: a ring of five.
//
// VERDICT lock-order-inversion
#include <array>
#include <mutex>

#include "in_turn.h"

namespace {

std::array<std::mutex, 5> forks;

void Dine(std::size_t seat) {
  const std::lock_guard left(forks[seat]);
  const std::lock_guard right(forks[(seat + 1) % forks.size()]);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn([] { Dine(0); }, [] { Dine(1); }, [] { Dine(2); }, [] { Dine(3); }, [] { Dine(4); });
  return 0;
}
