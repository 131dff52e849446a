// SPDX-License-Identifier: Apache-2.0
//
// A std::mutex is unlocked that nobody ever locked.
//
// VERDICT unlock-unlocked
#include <mutex>

#include "cue.h"

int main() {
  std::mutex mu;
  mu.unlock();  // <- unlock-unlocked
  return 0;
}
