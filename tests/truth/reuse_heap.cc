// SPDX-License-Identifier: Apache-2.0
//
// Two mutexes on the heap are freed, and two new ones at the very same place are taken the other way round. A
// destructor that does nothing does not tell anybody; the heap does.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <memory>
#include <mutex>
#include <vector>

#include "in_turn.h"

namespace {

struct Pair {
  std::mutex a;
  std::mutex b;
  char rest[100];
};

std::unique_ptr<Pair> pair;

void AThenB() {
  const std::lock_guard first(pair->a);
  const std::lock_guard second(pair->b);
}

void MakeAnew() {
  const Pair* const place = pair.get();
  pair.reset();
  std::vector<std::unique_ptr<Pair>> others;
  pair = std::make_unique<Pair>();
  for (int i = 0; i < 100 && pair.get() != place; ++i) {
    others.push_back(std::move(pair));
    pair = std::make_unique<Pair>();
  }
  if (pair.get() != place) _exit(70);
}

void BThenA() {
  const std::lock_guard first(pair->b);
  const std::lock_guard second(pair->a);
}

}  // namespace

int main() {
  pair = std::make_unique<Pair>();
  InTurn(AThenB, MakeAnew, BThenA);
  return 0;
}
