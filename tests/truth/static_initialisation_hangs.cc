// SPDX-License-Identifier: Apache-2.0
//
// Who makes a function's static variable waits for a mutex, whose holder waits for the variable, and hangs. `snarl run`
// ends it with 66; alone, an alarm ends it after 20 seconds.
//
// VERDICT deadlock
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex mu;
Cue begun{};
Cue held{};

int Make() {
  Give(&begun);
  Await(&held);
  const std::lock_guard hold(mu);  // <- deadlock
  return 7;
}

int Number() {
  static const int number = Make();  // <- deadlock
  return number;
}

void AskUnderLock() {
  Await(&begun);
  const std::lock_guard hold(mu);
  Give(&held);
  if (Number() != 7) _exit(70);
}

}  // namespace

int main() {
  alarm(20);
  std::thread second(AskUnderLock);
  const int number = Number();
  second.join();
  return number == 7 ? 0 : 70;
}
