// SPDX-License-Identifier: Apache-2.0
//
// Hand over hand along a list: the next node is locked before the last one is let go. Everybody walks the same way.
//
// VERDICT clean
#include <array>
#include <mutex>

#include "in_turn.h"

namespace {

std::array<std::mutex, 5> nodes;

void Walk() {
  std::unique_lock here(nodes[0]);
  for (std::size_t next = 1; next < nodes.size(); ++next) {
    std::unique_lock there(nodes[next]);
    here = std::move(there);
  }
}

}  // namespace

int main() {
  InTurn(Walk, Walk);
  return 0;
}
