// SPDX-License-Identifier: Apache-2.0
//
// A function that locks calls another one that locks too, and hangs. `snarl run` ends it with 66; alone, an alarm
// ends it after 20 seconds.
//
// VERDICT self-deadlock
#include <mutex>

#include "cue.h"

namespace {

std::mutex mu;
int sum = 0;

int Sum() {
  const std::lock_guard hold(mu);  // <- self-deadlock
  return sum;
}

int Add(int what) {
  const std::lock_guard hold(mu);
  sum += what;
  return Sum();
}

}  // namespace

int main() {
  alarm(20);
  return Add(2);
}
