// SPDX-License-Identifier: Apache-2.0
//
// The twin of static_initialisation_hangs.cc: who waits for the variable holds another mutex. And what it then does in
// the opposite order comes after the making, for which it waited.
//
// VERDICT clean
#include <mutex>
#include <thread>

#include "cue.h"

namespace {

std::mutex a;
std::mutex b;
Cue begun{};
int second = 0;

int Make() {
  Give(&begun);
  AwaitAsleep(&second);
  const std::lock_guard hold_a(a);
  const std::lock_guard hold_b(b);
  return 7;
}

int Number() {
  static const int number = Make();
  return number;
}

void AskThenBThenA() {
  Await(&begun);
  SayWhere(&second);
  if (Number() != 7) _exit(70);
  const std::lock_guard hold_b(b);
  const std::lock_guard hold_a(a);
}

}  // namespace

int main() {
  std::thread asks(AskThenBThenA);
  const int number = Number();
  asks.join();
  return number == 7 ? 0 : 70;
}
