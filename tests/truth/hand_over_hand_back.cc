// SPDX-License-Identifier: Apache-2.0
//
// A twin of hand_over_hand.cc: somebody goes one step back, from the last node to the one before it.
//
// VERDICT lock-order-inversion
#include <array>
#include <mutex>

#include "in_turn.h"

namespace {

std::array<std::mutex, 5> nodes;

void Walk() {
  std::unique_lock here(nodes[0]);
  for (std::size_t next = 1; next < nodes.size(); ++next) {
    std::unique_lock there(nodes[next]);  // <- lock-order-inversion
    here = std::move(there);
  }
}

void StepBack() {
  const std::unique_lock here(nodes[4]);
  const std::unique_lock there(nodes[3]);  // <- lock-order-inversion
}

}  // namespace

int main() {
  InTurn(Walk, StepBack);
  return 0;
}
