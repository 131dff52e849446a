// SPDX-License-Identifier: Apache-2.0
//
// Making a function's static variable calls the function again, and hangs. `snarl run` ends it with 66; alone, an alarm
// ends it after 20 seconds.
//
// VERDICT self-deadlock
#include "in_turn.h"

namespace {

int Number(int depth) {
  static const int number = depth > 8 ? depth : Number(depth + 1);  // <- self-deadlock
  return number;
}

}  // namespace

int main() {
  alarm(20);
  InTurn([] { Number(0); }, [] {});
  return 0;
}
